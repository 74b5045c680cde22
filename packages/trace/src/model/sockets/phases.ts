import type { TcpState } from "@sockscope/protocol";
import type { SocketPhase } from "../../types/socket.ts";

/** All phases by the numbers that a track keeps. */
const PHASES = [
  "unbound",
  "bound",
  "LISTEN",
  "SYN-SENT",
  "ESTABLISHED",
  "FIN-WAIT",
  "FIN-WAIT-1",
  "FIN-WAIT-2",
  "CLOSING",
  "CLOSE-WAIT",
  "LAST-ACK",
  "TIME-WAIT",
  "RESET",
  "closed",
  "unknown",
] as const satisfies readonly SocketPhase[];

/** What the program itself asked for is certain; what TCP made of it follows. */
const CERTAIN: ReadonlySet<SocketPhase> = new Set(["unbound", "bound", "LISTEN"]);

/** How a phase is known when the kernel was not asked. */
export const truthWithoutKernel = (phase: SocketPhase): "observed" | "inferred" =>
  CERTAIN.has(phase) ? "observed" : "inferred";

/** A phase and how it is known, in one number of a track. */
export const phaseCode = (phase: SocketPhase, truth: "observed" | "inferred"): number =>
  PHASES.indexOf(phase) * 2 + (truth === "observed" ? 1 : 0);

export const phaseOf = (code: number): SocketPhase => PHASES[code >> 1] ?? "unbound";

export const phaseTruthOf = (code: number): "observed" | "inferred" =>
  (code & 1) === 1 ? "observed" : "inferred";

/** The phase of a socket in which the kernel has it. */
export function phaseOfState(state: TcpState): SocketPhase {
  switch (state) {
    case "SYN-RECEIVED":
      return "ESTABLISHED";
    case "CLOSED":
      return "closed";
    default:
      return state;
  }
}
