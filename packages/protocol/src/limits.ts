/** Bounds that both sides know, so that the page can say so before the server has to refuse. */
export const LIMITS = {
  /** Bytes of a payload kept for display, a call (rule E7). Counts and offsets stay exact. */
  payloadKept: 4096,
  /** Characters of one line that a program prints, and of its error (rule E20). */
  printed: 64 * 1024,
  /** Bytes of UTF-8 in a text typed by hand (rule C4). */
  textBytes: 256 * 1024,
  /** Bytes of one WebSocket message from a viewer (rule M5). */
  messageBytes: 1024 * 1024,
  /** Levels of brackets in a viewer's message (rule M2). */
  messageDepth: 16,
  /** Bytes of a `hello` (rule A2), and of any message of a viewer from outside (rule M5). */
  helloBytes: 4096,
  /** Events in one batch (rule B2). */
  batchEvents: 2000,
  /** Bytes of JSON after which a batch takes no further event (rule B2). */
  batchBytes: 512 * 1024,
  /** Actors started by one command (rule C3). */
  spawnCount: 1000,
  /** Actors of ours alive at once. */
  actors: 2000,
  /** Servers of ours alive at once. */
  servers: 500,
  /** Open sockets of ours, accepted connections included. */
  sockets: 8000,
  /** Cards of outsiders that have no connection: they left, or send datagrams (rule E19). */
  outsiders: 200,
  /** Programs started a second; `spawnBurst` at once. */
  spawnsPerSecond: 1000,
  spawnBurst: 2000,
  /** Bytes that one program sends and receives a second; then it waits for the next one. */
  bytesPerSecond: 1024 ** 3,
  /** Answers of two servers to each other's datagrams, a second, from which on they are slowed. */
  answersPerSecond: 200,
  /** Times that the same datagram goes to and fro between a server and an outsider, at that rate. */
  echoes: 2000,
  /** Bytes that wait for a slow viewer; past this it is caught up later, from the journal. */
  unsentBytes: 1024 * 1024,
  /** Viewers of this machine, and from outside. */
  localViewers: 50,
  outsideViewers: 200,
  /** ms in which a viewer has to say its token (rule A2). */
  helloWithin: 2000,
  /** ms in which a viewer that is refused has to close its connection; then it is cut. */
  refusedWithin: 1000,
  /** Viewers that have not said their `hello`: of one address, and of all (rule A6). */
  addressWaiting: 64,
  waitingViewers: 400,
  /** Connections to the page: from this machine, of one address outside, and of all outside. */
  localConnections: 256,
  addressConnections: 400,
  outsideConnections: 640,
  /** Requests and connections of one address outside: a second, and at once after a quiet time. */
  addressRequests: 100,
  addressRequestBurst: 1000,
  /** The share of the server's time that reading what comes from outside may take. */
  outsideShare: 0.1,
  /** Lines in the head of an HTTP request. */
  headers: 100,
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
  /** Bytes of a file that is chosen to be sent: at least, at most, and in one request. */
  fileLeast: 8,
  fileBytes: 100 * 1024 * 1024,
  filePart: 4 * 1024 * 1024,
  /** Characters of its name. */
  fileName: 255,
  /** ms between two signs of life on a line (rule M6). */
  beat: 5000,
  /**
   * Bytes of the journal in memory, some 900,000 events; what is older is read from the file (rule
   * R6). What is used again is quick to write to, what is new has to be got from the kernel first.
   */
  journalMemory: 64 * 1024 * 1024,
  /** Bytes of one recording, written or imported (rule R7). */
  recordingBytes: 1024 * 1024 * 1024,
  /** Bytes of all recordings in the folder, after which the oldest without a name go (rule R7). */
  recordingsBytes: 4 * 1024 * 1024 * 1024,
  /** Recordings in the folder, by the same rule. */
  recordings: 500,
  /** Bytes of one line of a recording: more than the longest event has. */
  recordingLine: 8 * 1024 * 1024,
  /** Characters in the name that a person gives a recording. */
  recordingName: 80,
} as const;
