import type { GateMode } from "@sockscope/protocol";
import { type Actor, type ActorView, durationText } from "@sockscope/trace";
import { actorName, type Dictionary } from "../../../i18n/index.ts";
import type { MenuItem } from "../../../parts/overlays/menu.tsx";
import {
  DEFAULT_PAUSE,
  getTrace,
  passGate,
  setBreakpoint,
  setGate,
  store,
} from "../../../store/index.ts";

const MODES: readonly GateMode[] = ["free", "slow", "step"];

/** How all of several programs pass the gate: those of a group, or of one kind. */
export function gateItemsOf(
  actors: readonly number[],
  heading: string,
  text: Dictionary,
): readonly MenuItem[] {
  const { gate: all, actors: views } = getTrace().stageAt(getTrace().steps.length);
  const meant = new Set(actors);
  const now = views.filter(({ actor, ended }) => ended === null && meant.has(actor.id));
  if (now.length === 0) return [];
  const say = text.conditions.ofCard;
  const ids = now.map(({ actor }) => actor.id);
  const settings = now.map(({ gate }) => gate ?? all);
  const slow = settings.find(({ mode }) => mode === "slow")?.pause ?? DEFAULT_PAUSE;
  const waiting = now.filter(({ atGate }) => atGate.length > 0).length;
  const items: (MenuItem | false)[] = [
    ...MODES.map((one, i) => ({
      key: `all-${one}`,
      label: one === "slow" ? say.slow(durationText(slow * 1e6)) : say[one],
      checked: settings.every(({ mode }) => mode === one),
      ...(i === 0 && { heading }),
      act: () => setGate(ids, one, slow),
    })),
    waiting > 0 && {
      key: "all-next",
      label: say.nextOfEach(waiting),
      act: () => passGate(ids),
    },
  ];
  return items.filter((item) => item !== false);
}

/** The same for all programs of this kind, where it is not the only one. */
function alikeItems({ program, role, type }: Actor, text: Dictionary): readonly MenuItem[] {
  const alike = getTrace().actors.filter(
    (one) => one.program === program && one.role === role && one.type === type,
  );
  const live = alike.filter(({ endedStep }) => endedStep === null);
  if (program === null || live.length < 2) return [];
  const heading = text.conditions.ofCard.alike(live.length);
  return gateItemsOf(
    live.map(({ id }) => id),
    heading,
    text,
  );
}

/** How one program passes the gate, and where it is to stop. */
export function gateItems(view: ActorView, text: Dictionary): readonly MenuItem[] {
  const { gate: all, actors } = getTrace().stageAt(getTrace().steps.length);
  const { id, type } = view.actor;
  const now = actors.find(({ actor }) => actor.id === id);
  if (now === undefined || now.ended !== null) return [];
  const say = text.conditions.ofCard;
  const { mode, pause } = now.gate ?? all;
  const shownPause = mode === "slow" ? pause : DEFAULT_PAUSE;
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
    ...alikeItems(view.actor, text),
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
