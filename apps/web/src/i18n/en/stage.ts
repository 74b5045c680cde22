/** What the cards, wires and packets of the stage say. */
export const stage = {
  /** Followed by the call: `recv(1024)`. */
  asleepIn: "asleep in",
  inside: "inside",
  noCall: "no call yet",
  noSocket: "no socket yet",
  noAddress: "no address yet",
  socketClosed: "socket closed",
  states: {
    running: "running",
    gate: "stands at the gate",
    asleep: "asleep in a call",
    ended: "its program is over",
    failed: "failed",
  },
  ended: { returned: "ended", stopped: "stopped", failed: "failed", left: "out of sight" },
  /** Bytes or datagrams that no recv has taken yet. */
  unread: (amount: string) => `${amount} waiting`,
  unreadBytes: (amount: string) => `${amount} are here or on the way, and no recv has taken them`,
  unreadDatagrams: (count: number) =>
    `${count} ${count === 1 ? "datagram waits" : "datagrams wait"} for a recvfrom`,
  prints: (text: string) => `prints: ${text}`,
  inferredPhase: (phase: string) => `${phase}: inferred from the calls, nobody asked the kernel`,
  conversations: (count: number) => `${count} more conversations`,
  noConversation: "no conversation",
  waiting: "waiting to be accepted",
  nobodyWaits: "nobody",
  makes: { "one-at-a-time": "single", threads: "threads", "event-loop": "loop" },
  queueOf: "Node's queue",
  queueOfKernel: "in the kernel, not seen",
  queueOfKernelWhy:
    "Each accept takes one connection out of the kernel's own queue. What waits there is not seen from here.",
  queueOfWhy:
    "Node accepts from the kernel at once and keeps the finished connections in a queue of its own.",
  inQueue: (count: number) => `${count} in the queue`,
  outsiderLeft: "seen only from the server's end",
  outsiderRight: "seen only from the client's end",
  controls: "By hand",
  stop: (name: string) => `Stop ${name}`,
  remove: (name: string) => `Take ${name} off the stage`,
  halfClosed: "half-closed",
  closing: "closing",
  packet: {
    inferredSegment: "Inferred: follows from TCP's rules, nobody captured it",
    inferredData: "Inferred: only one end of it was seen",
  },
};
