import type { StreamPiece, Trace } from "@sockscope/trace";
import type { Carried } from "./carried-bytes.ts";
import { tokens } from "./stream-text.ts";

/** More bytes of one direction nobody reads in a side panel. */
const MAX_BYTES = 2048;

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
  const length = past.reduce((length, piece) => Math.max(length, piece.offset + piece.length), 0);
  const prefix = firstBytes(past, Math.min(MAX_BYTES, length));
  return {
    ...{ length, prefix, offset: 0, datagram: false },
    tokens: tokens((at) => prefix[at], 0, prefix.length),
  };
}

/** From the beginning up to the first byte that was not kept. */
function firstBytes(pieces: readonly StreamPiece[], length: number): Uint8Array {
  const bytes = new Uint8Array(length);
  let end = 0;
  for (const { offset, prefix } of [...pieces].sort((a, b) => a.offset - b.offset)) {
    if (offset > end) break;
    const piece = prefix.subarray(0, Math.max(0, length - offset));
    bytes.set(piece, offset);
    end = Math.max(end, offset + piece.length);
  }
  return bytes.subarray(0, end);
}
