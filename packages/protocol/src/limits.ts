/** Bounds that both sides know, so that the page can say so before the server has to refuse. */
export const LIMITS = {
  /** Bytes of a payload kept for display, a call (rule E7). Counts and offsets stay exact. */
  payloadKept: 4096,
  /** Bytes of UTF-8 in a text typed by hand (rule C4). */
  textBytes: 256 * 1024,
  /** Bytes of one WebSocket message from a viewer (rule M5). */
  messageBytes: 1024 * 1024,
  /** Events in one batch (rule B2). */
  batchEvents: 2000,
  /** Actors started by one command (rule C3). */
  spawnCount: 100,
  /** Actors of ours alive at once. */
  actors: 300,
  /** The largest `n` of a `recv(n)` asked for by hand. */
  recvBytes: 1024 * 1024,
} as const;
