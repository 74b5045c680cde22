import type { Verb } from "@sockscope/protocol";
import { type Call, type ErrnoCause, errnoCause, hasTimedOut, type Trace } from "@sockscope/trace";
import type { Dictionary } from "./en/en.ts";

/** As much as is known of a call that failed. */
export interface Failing {
  readonly verb?: Verb | undefined;
  /** Whether it is a TCP socket. */
  readonly stream?: boolean | undefined;
  readonly cause?: ErrnoCause | null;
}

/** Calls of which an errno means the same. */
const LIKE: Partial<Record<Verb, Verb>> = { sendall: "send", sendto: "send", recvfrom: "recv" };

/** What an errno means of this call; undefined where the dictionary does not have it. */
export function errnoText({ errnos }: Dictionary, errno: string, about: Failing = {}) {
  const { verb, stream, cause } = about;
  const call = verb === undefined ? "" : (LIKE[verb] ?? verb);
  const kind = stream === undefined ? "" : stream ? "tcp" : "udp";
  const sentences: Readonly<Record<string, string>> = errnos;
  // What is known best goes first.
  for (const key of [cause, `${call}.${kind}`, kind, call]) {
    const found = sentences[`${errno}.${key}`];
    if (found !== undefined) return found;
  }
  return sentences[errno];
}

/** The same of a call of the trace, by all that the trace tells. */
export function callErrnoText(text: Dictionary, trace: Trace, call: Call, errno: string) {
  const stream = trace.actor(call.actor)?.type !== "SOCK_DGRAM";
  return errnoText(text, errno, { verb: call.verb, stream, cause: errnoCause(trace, call) });
}

/** The errno with which a call failed. Where the time of `settimeout` was over, that is said first. */
export function errnoName(text: Dictionary, trace: Trace, id: number, errno: string): string {
  const call = trace.calls.get(id);
  return call !== undefined && hasTimedOut(trace, call) ? text.timeline.timedOut(errno) : errno;
}
