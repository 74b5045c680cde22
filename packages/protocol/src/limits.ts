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
  spawnCount: 1000,
  /** Actors of ours alive at once. */
  actors: 2000,
  /** Worker threads of one server; further clients wait until one of them is over. */
  threads: 64,
  /** The largest `n` of a `recv(n)` asked for by hand. */
  recvBytes: 1024 * 1024,
  /** The longest pause of a slow program, in ms. */
  gatePause: 10_000,
  breakpoints: 50,
  /** Latency and jitter of a link, in ms. */
  linkDelay: 10_000,
  /** Pairs and directions that have conditions of their own. */
  links: 200,
} as const;
