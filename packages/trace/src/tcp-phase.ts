import type { SegmentFlags, SocketPhase } from "./types.ts";

export type Mutable<T> = { -readonly [K in keyof T]: T[K] };

interface Face {
  phase: SocketPhase;
}

/** The kernel has sent the SYN of a socket in this phase. */
export const dialled = (phase: SocketPhase): SocketPhase =>
  phase === "unbound" || phase === "bound" ? "SYN-SENT" : phase;

/** What `accept` returns is in, by its client's state: one that ended its stream while it waited. */
export const acceptedPhase = (client: SocketPhase | undefined): SocketPhase =>
  client === "FIN-WAIT" ? "CLOSE-WAIT" : "ESTABLISHED";

/** What an inferred segment does to the state of both ends (RFC 9293, figure 5). */
export function afterSegment(
  flags: SegmentFlags,
  from: Face | undefined,
  to: Face | undefined,
): void {
  switch (flags) {
    case "FIN":
      if (from?.phase === "ESTABLISHED") from.phase = "FIN-WAIT";
      else if (from?.phase === "CLOSE-WAIT") from.phase = "LAST-ACK";
      if (to?.phase === "ESTABLISHED") to.phase = "CLOSE-WAIT";
      else if (to?.phase === "FIN-WAIT") to.phase = "TIME-WAIT";
      break;
    case "ACK":
      if (to?.phase === "LAST-ACK") to.phase = "closed";
      break;
    case "RST":
      if (from !== undefined && from.phase !== "LISTEN") from.phase = "closed";
      if (to !== undefined && to.phase !== "SYN-SENT" && to.phase !== "LISTEN") to.phase = "RESET";
      break;
    case "SYN,ACK":
      // The kernel is done here; only the program's connect has not returned yet.
      if (to?.phase === "SYN-SENT") to.phase = "ESTABLISHED";
      break;
    case "SYN":
      if (from !== undefined) from.phase = dialled(from.phase);
      break;
    default:
      flags satisfies never;
  }
}
