import type { CallArgs, CallResult, Event, Payload } from "@sockscope/protocol";
import type { RecordedArgs, RecordedPayload, RecordedResult } from "@sockscope/sockets";
import type { Entry } from "./fact-store.ts";

function encodePayload({ length, kept }: RecordedPayload): Payload {
  const bytes = Buffer.from(kept.buffer, kept.byteOffset, kept.byteLength);
  return { length, kept: bytes.toString("base64") };
}

function encodeBytes(part: RecordedArgs): CallArgs;
function encodeBytes(part: RecordedResult): CallResult;
function encodeBytes({ payload, ...rest }: RecordedArgs & RecordedResult): CallArgs & CallResult {
  return payload ? { ...rest, payload: encodePayload(payload) } : rest;
}

/** The event as viewers and files get it: the payload's first bytes in base64 (rule E7). */
export function encodeEvent({ t, truth, source, fact }: Entry, seq: number): Event {
  const envelope = { seq, t, truth, source };
  if (fact.kind === "call.began") return { ...envelope, ...fact, args: encodeBytes(fact.args) };
  if (fact.kind === "call.ended") {
    const { result, ...rest } = fact;
    return { ...envelope, ...rest, ...(result && { result: encodeBytes(result) }) };
  }
  return { ...envelope, ...fact };
}
