import type { Trace } from "../model/trace.ts";
import type { Row } from "../timeline/index/rows.ts";
import { timelineIndex } from "../timeline/index/timeline-index.ts";
import type { Call } from "../types/call.ts";
import { endOf, FAR } from "./past-steps.ts";

/**
 * Why a call failed, where its errno alone does not tell. `shutdown`: its own program has shut down
 * sending. `reset`: the connection had been reset. `unconnected`: it never was connected. `injected`: the
 * playground did it.
 */
export type ErrnoCause = "shutdown" | "reset" | "unconnected" | "injected";

/** Null where the trace does not tell, or the errno has one cause only. */
export function errnoCause(trace: Trace, call: Call): ErrnoCause | null {
  const errno = call.error?.errno;
  if (errno === "EMSGSIZE") {
    const flights = trace.flightsOf(call.id);
    return flights.some(({ faults }) => faults.some(({ fault }) => fault === "too-long"))
      ? "injected"
      : null;
  }
  if (errno !== "EPIPE" && errno !== "ECONNRESET") return null;
  const row = call.socket === null ? undefined : timelineIndex(trace).rowOf(call.socket);
  if (row === undefined || row.actor.type !== "SOCK_STREAM" || call.endedStep === null) return null;
  const history = historyOf(trace, row, call.endedStep);
  if (errno === "ECONNRESET") return history.injected ? "injected" : null;
  // Of two causes its own shutdown is the certain one: it is enough, whatever the other end did.
  if (history.shutdown) return "shutdown";
  // The reset that refuses a connect ends no connection.
  if (history.begins && row.listener === null && !history.connected) return "unconnected";
  if (history.injected) return "injected";
  return history.reset ? "reset" : null;
}

/** What happened to a socket before a step; `begins`: it was looked at from its beginning on. */
function historyOf(trace: Trace, { summary, socket }: Row, before: number) {
  const last = summary.lowerBound(before) - 1;
  const first = Math.max(0, last - FAR);
  const history = { shutdown: false, reset: false, injected: false, connected: false };
  for (let nth = last; nth >= first; nth--) {
    const step = trace.steps.get(summary.at(nth));
    if (step === undefined) continue;
    if (step.kind === "segment") {
      if (step.flight.cargo.kind !== "segment" || step.flight.cargo.flags !== "RST") continue;
      if (step.flight.truth === "injected") history.injected = true;
      else history.reset = true;
      continue;
    }
    const ended = endOf(step);
    if (ended === null || ended.socket !== socket) continue;
    if (ended.error?.errno === "ECONNRESET") history.reset = true;
    if (ended.error !== undefined) continue;
    if (ended.verb === "connect") history.connected = true;
    if (ended.verb === "shutdown" && trace.calls.get(ended.call)?.args.how !== "SHUT_RD")
      history.shutdown = true;
  }
  return { ...history, begins: first === 0 };
}
