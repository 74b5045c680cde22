import { addressText } from "@sockscope/protocol";
import type { ActorView, Call, SocketView } from "@sockscope/trace";

export type CardState = "running" | "gate" | "blocked" | "ended" | "failed";

/** Calls that sleep until somebody else does something. */
const SLEEPERS: ReadonlySet<Call["verb"]> = new Set(["accept", "connect", "recv", "recvfrom"]);
export const sleeps = ({ verb }: Call): boolean => SLEEPERS.has(verb);

export function stateOf({ ended, open, atGate }: ActorView): CardState {
  if (ended !== null) return ended.how === "failed" ? "failed" : "ended";
  if (atGate.length > 0) return "gate";
  return open.some(sleeps) ? "blocked" : "running";
}

/** The last socket of its own that is still open; conversations of a server stand in its rows. */
export function mainSocket({ sockets }: ActorView): SocketView | null {
  const own = sockets.filter(({ accepted }) => !accepted);
  return own.findLast(({ phase }) => phase !== "closed") ?? own.at(-1) ?? null;
}

/** `LISTEN 127.0.0.1:8888`, `UDP 127.0.0.1:9999`, `127.0.0.1:49152`; null while it has none. */
export function addressLine(socket: SocketView): string | null {
  if (socket.local === null) return null;
  const address = addressText(socket.local);
  if (socket.type === "SOCK_DGRAM") return `UDP ${address}`;
  return socket.phase === "LISTEN" ? `LISTEN ${address}` : address;
}

/** The call that a socket is inside of, or else the last one if that was its. */
export function callOf(view: ActorView, concerns: (call: Call) => boolean): Call | null {
  const open = view.open.findLast(concerns);
  if (open !== undefined) return open;
  return view.last !== null && concerns(view.last) ? view.last : null;
}
