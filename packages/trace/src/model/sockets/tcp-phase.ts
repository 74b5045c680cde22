import type { SegmentFlags } from "../../types/flight.ts";
import type { SocketPhase } from "../../types/socket.ts";

/** The kernel has sent the SYN of a socket in this phase. */
export const dialled = (phase: SocketPhase): SocketPhase =>
  phase === "unbound" || phase === "bound" ? "SYN-SENT" : phase;

/** What `accept` returns is in, by its client's state: one that ended its stream while it waited. */
export const acceptedPhase = (client: SocketPhase | undefined): SocketPhase =>
  client !== undefined && FIN_WAIT.has(client) ? "CLOSE-WAIT" : "ESTABLISHED";

/** Its own FIN has left, and the other end's has not come. */
const FIN_WAIT: ReadonlySet<SocketPhase> = new Set(["FIN-WAIT", "FIN-WAIT-1", "FIN-WAIT-2"]);

/** In these the kernel has a connection. */
const CONNECTED: ReadonlySet<SocketPhase> = new Set([
  ...(["ESTABLISHED", "CLOSE-WAIT", "FIN-WAIT", "FIN-WAIT-1", "FIN-WAIT-2"] as const),
  ...(["CLOSING", "LAST-ACK", "unknown"] as const),
]);
export const isConnected = (phase: SocketPhase): boolean => CONNECTED.has(phase);

/** After sending this, by RFC 9293, figure 5. `finReceived`: the other end's FIN had come before. */
export function phaseAfterSending(
  flags: SegmentFlags,
  phase: SocketPhase,
  finReceived: boolean,
): SocketPhase {
  switch (flags) {
    case "SYN":
      return dialled(phase);
    case "FIN":
      if (phase === "unknown") return finReceived ? "LAST-ACK" : "FIN-WAIT";
      if (phase === "ESTABLISHED") return "FIN-WAIT";
      if (phase === "CLOSING") return "TIME-WAIT";
      return phase === "CLOSE-WAIT" ? "LAST-ACK" : phase;
    case "RST":
      return phase === "LISTEN" ? phase : "closed";
    case "SYN,ACK":
    case "ACK":
      return phase;
    default:
      return flags satisfies never;
  }
}

/**
 * After its arrival. `acksFin`: it acknowledges the receiver's own FIN; `finWaits`: that has not left,
 * because bytes before it have not.
 */
export function phaseAfterArrival(
  flags: SegmentFlags,
  phase: SocketPhase,
  { acksFin, finWaits }: { readonly acksFin: boolean; readonly finWaits: boolean },
): SocketPhase {
  switch (flags) {
    case "SYN,ACK":
      // The kernel is done here; only the program's connect has not returned yet.
      return phase === "SYN-SENT" ? "ESTABLISHED" : phase;
    case "ACK":
      if (!acksFin) return phase;
      if (phase === "LAST-ACK") return "closed";
      if (phase === "CLOSING") return "TIME-WAIT";
      return FIN_WAIT.has(phase) ? "FIN-WAIT-2" : phase;
    case "FIN":
      if (phase === "ESTABLISHED" || phase === "unknown") return "CLOSE-WAIT";
      if (!FIN_WAIT.has(phase)) return phase;
      return finWaits ? "CLOSING" : "TIME-WAIT";
    case "RST":
      return phase === "SYN-SENT" || phase === "LISTEN" ? phase : "RESET";
    case "SYN":
      return phase;
    default:
      return flags satisfies never;
  }
}
