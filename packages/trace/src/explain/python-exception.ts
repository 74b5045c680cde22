import type { Trace } from "../model/trace.ts";
import { timelineIndex } from "../timeline/index/timeline-index.ts";
import type { Call } from "../types/call.ts";
import { endOf, FAR } from "./past-steps.ts";

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
  const limit = knownLimit(trace, call);
  if (limit === undefined) return null;
  return limit !== null && limit > 0 ? "TimeoutError" : "BlockingIOError";
}

/** Whether a call failed because its time of `settimeout` was over. */
export const hasTimedOut = (trace: Trace, call: Call): boolean =>
  (call.error?.errno === "EAGAIN" || call.error?.errno === "EINPROGRESS") &&
  pythonException(trace, call) === "TimeoutError";

/** By trace and call. The timeline asks in each frame, and what was before a call does not change. */
const limits = new WeakMap<Trace, Map<number, number | null | undefined>>();

function knownLimit(trace: Trace, call: Call): number | null | undefined {
  const known = limits.get(trace) ?? new Map<number, number | null | undefined>();
  limits.set(trace, known);
  if (!known.has(call.id)) known.set(call.id, timeLimit(trace, call));
  return known.get(call.id);
}

/** Seconds that a call may take; null: no limit; undefined: too far back to be known. */
function timeLimit(trace: Trace, call: Call): number | null | undefined {
  const row = call.socket === null ? undefined : timelineIndex(trace).rowOf(call.socket);
  if (row === undefined) return undefined;
  const last = row.summary.lowerBound(call.beganStep) - 1;
  const first = Math.max(0, last - FAR);
  for (let nth = last; nth >= first; nth--) {
    const step = trace.steps.get(row.summary.at(nth));
    if (step?.kind !== "event") continue;
    const ended = endOf(step);
    if (ended?.verb !== "settimeout" || ended.socket !== call.socket) continue;
    if (ended.error === undefined) return trace.calls.get(ended.call)?.args.value ?? null;
  }
  return first === 0 ? null : undefined;
}
