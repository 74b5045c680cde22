import { programInfo } from "@sockscope/programs/ids";
import type { HandCall } from "@sockscope/protocol";
import type { ActorView } from "@sockscope/trace";
import type { Dictionary } from "../../../i18n/index.ts";
import type { MenuItem } from "../../../parts/overlays/menu.tsx";
import { defaultTarget, getTrace, playhead, targetOf } from "../../../store/index.ts";
import { mainSocket } from "../state/card-state.ts";
import { sendCommand } from "./send-command.ts";

/** The calls that a client driven by hand can make in its state. */
export function handItems(view: ActorView, text: Dictionary): readonly MenuItem[] {
  const { actor, open } = view;
  const info = actor.program === null ? undefined : programInfo(actor.program);
  const talks = actor.role === "server" && actor.type === "SOCK_STREAM";
  // A server is driven in its conversation, once it has accepted one.
  const socket = talks ? (view.sockets.find(({ accepted }) => accepted) ?? null) : mainSocket(view);
  if (info?.byHand !== true || socket === null || open.length > 0) return [];
  const live = getTrace().stageAt(getTrace().steps.length);
  const target = targetOf(actor.id) ?? defaultTarget(live, actor.type, info.port);
  const sample = text.hand.sample;
  const udp = actor.type === "SOCK_DGRAM";
  const calls: readonly HandCall[] = udp
    ? [
        { verb: "sendto", text: sample, ...target },
        ...(socket.local === null ? [] : [{ verb: "recvfrom", size: 1024 } as const]),
        { verb: "close" },
      ]
    : socket.peer === null || socket.phase === "unbound"
      ? [{ verb: "connect", ...target }, { verb: "close" }]
      : [
          { verb: "send", text: sample },
          { verb: "recv", size: 1024 },
          { verb: "shutdown", how: "SHUT_WR" },
          { verb: "close" },
        ];
  if (socket.phase === "closed") return [];
  return calls.map((call) => ({
    key: call.verb,
    label: text.stage.menu.call(handText(call)),
    act: () => {
      playhead.live();
      void sendCommand({ do: "hand", actor: actor.id, call });
    },
  }));
}

function handText(call: HandCall): string {
  switch (call.verb) {
    case "connect":
      return `connect(${call.host}:${call.port})`;
    case "send":
      return `send("${call.text}")`;
    case "sendto":
      return `sendto("${call.text}", ${call.host}:${call.port})`;
    case "recv":
    case "recvfrom":
      return `${call.verb}(${call.size})`;
    case "shutdown":
      return `shutdown(${call.how})`;
    case "settimeout":
      return `settimeout(${call.seconds})`;
    case "close":
      return "close()";
    default:
      return call satisfies never;
  }
}
