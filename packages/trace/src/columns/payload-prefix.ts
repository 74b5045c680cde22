import type { Payload } from "@sockscope/protocol";

const NOTHING = new Uint8Array(0);

/** The kept bytes of a payload. */
export function payloadPrefix(payload: Payload | undefined): Uint8Array {
  if (payload === undefined || payload.kept === "") return NOTHING;
  const text = atob(payload.kept);
  const bytes = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i++) bytes[i] = text.charCodeAt(i);
  return bytes;
}

/** The kept bytes of [from, from + length) of a payload; fewer, or none, where they were not kept. */
export function payloadPrefixSlice(
  payload: Payload | undefined,
  from: number,
  length: number,
): Uint8Array {
  return payloadPrefix(payload).subarray(from, from + length);
}
