import type { Payload } from "@sockscope/protocol";
import { type Call, payloadPrefix, type Trace } from "@sockscope/trace";
import { bytesAround, type Token, tokens } from "./stream-text.ts";

/** The bytes that a call carried, ready to be shown. */
export interface Carried {
  readonly length: number;
  readonly prefix: Uint8Array;
  /** Where they begin in their direction of the stream; 0 for a datagram. */
  readonly offset: number;
  readonly datagram: boolean;
  readonly tokens: readonly Token[];
}

/**
 * What a call sent, or had received after so many steps. Null: it carries nothing; `"later"`: it
 * has not returned yet.
 */
export function carriedBy(trace: Trace, call: Call, steps: number): Carried | "later" | null {
  const sent = call.args.payload;
  if (sent !== undefined) return carried(trace, call, sent, call.args.offset, "sent");
  if (call.verb !== "recv" && call.verb !== "recvfrom") return null;
  if (call.endedStep === null || call.endedStep >= steps) {
    return call.abandonedStep === null ? "later" : null;
  }
  const got = call.result?.payload;
  return got === undefined ? null : carried(trace, call, got, call.result?.offset, "received");
}

function carried(
  trace: Trace,
  call: Call,
  payload: Payload,
  offset: number | undefined,
  direction: "sent" | "received",
): Carried {
  const prefix = payloadPrefix(payload);
  const shown = { length: payload.length, prefix };
  if (offset === undefined || call.socket === null) {
    const alone = tokens((at) => prefix[at], 0, prefix.length);
    return { ...shown, offset: 0, datagram: true, tokens: alone };
  }
  const [from, to] = [offset, offset + prefix.length];
  const own = bytesAround(trace.streamOf(call.socket, direction), from, to);
  const sender = direction === "sent" ? null : senderOf(trace, call);
  // What the other end has sent is known before it is read here.
  const sent = sender === null ? null : bytesAround(trace.streamOf(sender, "sent"), from, to);
  const byteAt = (at: number) => prefix[at - from] ?? own(at) ?? sent?.(at);
  return { ...shown, offset, datagram: false, tokens: tokens(byteAt, from, to) };
}

const senderOf = (trace: Trace, { id }: Call): number | null =>
  trace.flightsOf(id).find(({ consumedBy }) => consumedBy === id)?.from?.socket ?? null;
