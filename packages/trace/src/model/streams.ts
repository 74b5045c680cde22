import type { CallResult } from "@sockscope/protocol";
import { payloadPrefix } from "../columns/payload-prefix.ts";
import type { StreamPiece } from "../types/flight.ts";
import type { History } from "./history/history.ts";

/**
 * All that one direction of a socket's stream carried, call by call, in stream order. Its tracks change
 * with each of these calls, so no list of them is kept besides.
 */
export function streamPieces(
  history: History,
  socket: number,
  direction: "sent" | "received",
): readonly StreamPiece[] {
  const pieces: StreamPiece[] = [];
  for (const step of history.index.byId.get(socket)?.tracks[direction].steps() ?? []) {
    const piece = direction === "sent" ? sentWith(history, step) : receivedWith(history, step);
    if (piece !== null) pieces.push(piece);
  }
  return pieces;
}

/** What the send that began with this step has sent; null if it failed or has not returned. */
function sentWith({ events, steps, calls }: History, step: number): StreamPiece | null {
  const began = events.all.get(steps.eventAt(step));
  if (began?.kind !== "call.began") return null;
  if (began.verb !== "send" && began.verb !== "sendall") return null;
  const ended = calls.get(began.call)?.ended ?? null;
  if (ended === null || ended.error !== undefined) return null;
  return pieceOf(began.call, began.args);
}

/** What the `recv` that ended with this step has returned. */
function receivedWith({ events, steps, calls }: History, step: number): StreamPiece | null {
  const ended = events.all.get(steps.eventAt(step));
  if (ended?.kind !== "call.ended" || ended.verb !== "recv") return null;
  if (calls.slotOf(ended.call) < 0) return null;
  return pieceOf(ended.call, ended.result ?? {});
}

function pieceOf(
  call: number,
  { payload, offset }: Pick<CallResult, "payload" | "offset">,
): StreamPiece | null {
  if (offset === undefined || payload === undefined || payload.length === 0) return null;
  return {
    call,
    offset,
    length: payload.length,
    get prefix() {
      return payloadPrefix(payload);
    },
  };
}
