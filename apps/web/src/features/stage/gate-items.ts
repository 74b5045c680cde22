import type { GateMode } from "@sockscope/protocol";
import { type ActorView, durationText } from "@sockscope/trace";
import { actorName, type Dictionary } from "../../i18n/index.ts";
import type { MenuItem } from "../../parts/menu.tsx";
import {
  getTrace,
  passGate,
  setBreakpoint,
  setGate,
  store,
  USUAL_PAUSE,
} from "../../store/index.ts";

const MODES: readonly GateMode[] = ["free", "slow", "step"];

/** How one program passes the gate, and where it is to stop. */
export function gateItems(view: ActorView, text: Dictionary): readonly MenuItem[] {
  const { gate: all, actors } = getTrace().stageAt(getTrace().steps.length);
  const { id, type } = view.actor;
  const now = actors.find(({ actor }) => actor.id === id);
  if (now === undefined || now.ended !== null) return [];
  const say = text.conditions.ofCard;
  const { mode, pause } = now.gate ?? all;
  const shownPause = mode === "slow" ? pause : USUAL_PAUSE;
  const items: (MenuItem | false)[] = [
    now.atGate.length > 0 && {
      key: "next",
      label: text.conditions.gate.nextOf(actorName(text, view.actor)),
      act: () => passGate(id),
    },
    ...MODES.map((one, i) => ({
      key: one,
      label: one === "slow" ? say.slow(durationText(shownPause * 1e6)) : say[one],
      checked: mode === one,
      ...(i === 0 && { heading: say.runs }),
      act: () => setGate(id, one, shownPause),
    })),
    {
      key: "before-call",
      label: say.more,
      heading: say.stops,
      act: () => store.getState().editBreakpoints(id),
    },
    type === "SOCK_STREAM" && {
      key: "at-end",
      label: say.atEnd,
      act: () => setBreakpoint({ on: "end-of-stream", actor: id }),
    },
    {
      key: "at-error",
      label: say.atError,
      act: () => setBreakpoint({ on: "error", actor: id }),
    },
  ];
  return items.filter((item) => item !== false);
}
