import type { Trace } from "../model/trace.ts";
import { timelineIndex } from "../timeline/index/timeline-index.ts";
import type { Call } from "../types/call.ts";

/** Python's classes of OSError, by errno (PEP 3151). All others are OSError itself. */
const CLASSES: Readonly<Record<string, string>> = {
  EACCES: "PermissionError",
  EPERM: "PermissionError",
  EALREADY: "BlockingIOError",
  EPIPE: "BrokenPipeError",
  ECONNABORTED: "ConnectionAbortedError",
  ECONNREFUSED: "ConnectionRefusedError",
  ECONNRESET: "ConnectionResetError",
  EINTR: "InterruptedError",
  ETIMEDOUT: "TimeoutError",
};

/** `settimeout` is mostly near: so many steps of the socket are looked at, and then it is not known. */
const FAR = 500;

/**
 * What Python raises where this call failed with its errno. Python waits for the time of `settimeout`
 * itself and raises TimeoutError; without a time limit of more than 0, EAGAIN and EINPROGRESS are
 * BlockingIOError. Null for a call that did not fail, and where the trace does not say which of the two.
 */
export function pythonException(trace: Trace, call: Call): string | null {
  const errno = call.error?.errno;
  if (errno === undefined) return null;
  if (errno !== "EAGAIN" && errno !== "EINPROGRESS") return CLASSES[errno] ?? "OSError";
  // Whatever the time limit is, a port that the system does not have is not waited for.
  if (errno === "EAGAIN" && call.verb === "connect") return "BlockingIOError";
  const limit = timeLimit(trace, call);
  if (limit === undefined) return null;
  return limit !== null && limit > 0 ? "TimeoutError" : "BlockingIOError";
}

/** Whether a call failed because its time of `settimeout` was over. */
export const hasTimedOut = (trace: Trace, call: Call): boolean =>
  (call.error?.errno === "EAGAIN" || call.error?.errno === "EINPROGRESS") &&
  pythonException(trace, call) === "TimeoutError";

/** Seconds that a call may take; null: no limit; undefined: too far back to be known. */
function timeLimit(trace: Trace, call: Call): number | null | undefined {
  const row = call.socket === null ? undefined : timelineIndex(trace).rowOf(call.socket);
  if (row === undefined) return undefined;
  const last = row.summary.lowerBound(call.beganStep) - 1;
  const first = Math.max(0, last - FAR);
  for (let nth = last; nth >= first; nth--) {
    const step = trace.steps.get(row.summary.at(nth));
    if (step?.kind !== "event") continue;
    const ended = step.ended ?? (step.event.kind === "call.ended" ? step.event : null);
    if (ended?.verb !== "settimeout" || ended.socket !== call.socket) continue;
    if (ended.error === undefined) return trace.calls.get(ended.call)?.args.value ?? null;
  }
  return first === 0 ? null : undefined;
}
