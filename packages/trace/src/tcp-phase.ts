import type { Flight, SocketPhase } from "./types.ts";

export type Mutable<T> = { -readonly [K in keyof T]: T[K] };

/** What an inferred segment does to the state of both ends (RFC 9293, figure 5). */
export function afterSegment(
  flight: Flight,
  find: (socket: number) => { phase: SocketPhase } | undefined,
): void {
  if (flight.cargo.kind !== "segment") return;
  const from = flight.from?.socket == null ? undefined : find(flight.from.socket);
  const to = flight.to?.socket == null ? undefined : find(flight.to.socket);
  switch (flight.cargo.flags) {
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
      break;
    default:
      flight.cargo.flags satisfies never;
  }
}
