import type { StreamPiece, Trace } from "@sockscope/trace";
import type { Carried } from "./carried-bytes.ts";
import { tokens } from "./stream-text.ts";

/** More bytes of one direction nobody reads in a side panel. */
const MOST = 2048;

/** One direction of a socket's stream, as far as it had come after so many steps. */
export function streamSoFar(
  trace: Trace,
  socket: number,
  direction: "sent" | "received",
  steps: number,
): Carried {
  const past = trace.streamOf(socket, direction).filter(({ call: id }) => {
    const call = trace.calls.get(id);
    const at = direction === "sent" ? call?.beganStep : call?.endedStep;
    return at != null && at < steps;
  });
  const length = past.reduce((most, piece) => Math.max(most, piece.offset + piece.length), 0);
  const kept = firstBytes(past, Math.min(MOST, length));
  return {
    ...{ length, kept, offset: 0, datagram: false },
    tokens: tokens((at) => kept[at], 0, kept.length),
  };
}

/** From the beginning up to the first byte that was not kept. */
function firstBytes(pieces: readonly StreamPiece[], most: number): Uint8Array {
  const bytes = new Uint8Array(most);
  let end = 0;
  for (const { offset, kept } of [...pieces].sort((a, b) => a.offset - b.offset)) {
    if (offset > end) break;
    const part = kept.subarray(0, Math.max(0, most - offset));
    bytes.set(part, offset);
    end = Math.max(end, offset + part.length);
  }
  return bytes.subarray(0, end);
}
