import type { HandCall } from "@sockscope/protocol";
import { type ActorView, callText } from "@sockscope/trace";
import type { Dictionary } from "../../i18n/index.ts";

type Why = Dictionary["hand"]["why"];
/** Those that its card has a button for. */
export type HandVerb = Exclude<HandCall["verb"], "shutdown" | "settimeout">;

/** Why a hand client cannot make this call now, as a sentence; null if it can. */
export function reasonAgainst(verb: HandVerb, view: ActorView, why: Why): string | null {
  if (view.ended !== null) return why.ended;
  const socket = view.sockets[0];
  if (socket === undefined) return why.noSocket;
  if (socket.phase === "closed" || view.last?.verb === "close") return why.closed;
  const [open] = view.open;
  if (verb === "close") return open?.verb === "close" ? why.closed : null;
  if (open !== undefined) return why.blocked(callText(open.verb, open.args));
  switch (verb) {
    case "connect":
      return socket.phase === "unbound" || socket.phase === "bound" ? null : why.connected;
    case "send":
    case "recv":
      return socket.phase === "unbound" || socket.phase === "bound" ? why.notConnected : null;
    case "recvfrom":
      return socket.local === null ? why.unbound : null;
    case "sendto":
      return null;
    default:
      return verb satisfies never;
  }
}
