/** What the cards, wires and packets of the stage say. */
export const stage = {
  /** Followed by the call: `recv(1024)`. */
  blockedIn: "blocked in",
  inside: "inside",
  noCall: "no call yet",
  noSocket: "no socket yet",
  noAddress: "no address yet",
  socketClosed: "socket closed",
  states: {
    running: "running",
    gate: "waiting at the gate",
    blocked: "blocked in a call",
    ended: "its program is over",
    failed: "failed",
  },
  ended: { returned: "ended", stopped: "stopped", failed: "failed", left: "gone" },
  /** Bytes or datagrams that no recv has taken yet. */
  unread: (amount: string) => `${amount} waiting`,
  unreadBytes: (amount: string) => `${amount} wait here by now, and no recv has taken them`,
  notReadYet: (amount: string) =>
    `${amount} sent that the other end has not read: inferred, they may be here, on the way or there`,
  held: (amount: string) => `held by the link on purpose: ${amount}. No system has it yet`,
  unreadDatagrams: (count: number) =>
    `${count} ${count === 1 ? "datagram waits" : "datagrams wait"} for a recvfrom`,
  dropped: (count: number) => `${count} dropped: the playground's queue for this socket was full`,
  prints: (text: string) => `prints: ${text}`,
  inferredPhase: (phase: string) => `${phase}: inferred, so it is by now`,
  observedPhase: (phase: string) => `${phase}: told by the kernel or a call`,
  /** An end that its program has closed while another program has the other one. */
  notYetWhy: "The program has ended its stream. What the kernel made of that was not read yet",
  notHereWhy:
    "The program has ended its stream. What the kernel makes of that is not seen from here",
  finFollows: (size: string) => `FIN follows ${size}`,
  endFollows: "FIN or reset follows",
  finFollowsWhy:
    "The program has ended its stream, and the kernel was not seen to say so to the other end yet",
  lowerBound: (amount: string) => `≥ ${amount}`,
  underWay: (amount: string) => `${amount} under way`,
  underWayWhy: (amount: string) =>
    `${amount} more are under way: how far they have come is not known`,
  noLonger: "no longer connected",
  noLongerWhy: "It has none of the connections of this stage any more. Its program may live on",
  queues: (received: string, sent: string) => `Recv-Q ${received} · Send-Q ${sent}`,
  queuesWhy:
    "As the kernel has it: bytes that it has not read, and bytes that it has sent and that are not acknowledged",
  connections: (count: number) => `${count} connections`,
  conversations: (count: number) => `${count} more conversations`,
  noConversation: "no conversation",
  waiting: "waiting to be accepted",
  /** Where there is no room for more. */
  waitingShort: "waiting",
  nobodyWaits: "nobody",
  concurrencies: { "one-at-a-time": "single", threads: "threads", "event-loop": "loop" },
  queueOf: "Node's queue",
  /** The kernel's own; `backlog` null: not known. */
  kernelQueue: (backlog: number | null) =>
    `kernel's queue${backlog === null ? "" : `, backlog ${backlog}`}`,
  kernelQueueShort: "in kernel",
  kernelQueueWhy:
    "Each accept takes one connection out of the kernel's own queue. Nobody looks into it: clients of this stage wait there from where connect returned until accept has their address. Programs from outside are not known before that.",
  inferred: "inferred",
  noneOfOurs: "none from this stage",
  noneOfOursShort: "none of ours",
  atLeast: (count: number) => `at least ${count}`,
  queueOfWhy:
    "Node accepts from the kernel at once and keeps the finished connections in a queue of its own.",
  inQueue: (count: number) => `${count} in the queue`,
  outsiderLeft: "seen only from the server's end",
  outsiderRight: "seen only from the client's end",
  controls: "By hand",
  stop: (name: string) => `Stop ${name}`,
  remove: (name: string) => `Take ${name} off the stage`,
  unfold: "Unfold",
  endedFolded: (count: number) => `${count} ended`,
  fold: (name: string) => `Fold ${name}`,
  /** `Hello client 7: blocked in a call, recv` */
  member: (name: string, state: string, call: string | null) =>
    `${name}: ${state}${call === null ? "" : `, ${call}`}`,
  bundle: (count: number) => `${count} ${count === 1 ? "connection" : "connections"}`,
  connecting: (count: number) => `${count} connecting`,
  queuedCount: (count: number) => `${count} waiting`,
  tools: {
    label: "View of the stage",
    zoomIn: "Closer (Z)",
    zoomOut: "Further away (Shift+Z)",
    fit: "All in sight (0)",
    tidy: "Put all cards back",
  },
  menu: {
    explain: "Explain it",
    explainEnd: (name: string) => `Explain ${name}`,
    otherEnd: (name: string) => `Go to the other end: ${name}`,
    follow: (name: string) => `Follow the conversation with ${name}`,
    followThis: "Follow this conversation",
    toFirst: "Back to when it appeared",
    toHandshake: "Back to when it was connected",
    whereItLeft: "To the step in which it leaves",
    whereConsumed: "To the step in which it is taken",
    explainSend: "Explain the call that sent it",
    explainRecv: "Explain the call that took it",
    onTheWire: "Under way or waiting",
    ofThing: (thing: string, what: string) => `${thing}: ${what}`,
    putBack: "Put it back in its place",
    removeAll: (count: number) => `Take all ${count} off the stage`,
    call: (call: string) => `Call ${call}`,
    end: "End it",
    bytes: (count: number) => `${count} ${count === 1 ? "byte" : "bytes"}`,
  },
  halfClosed: "half-closed",
  closing: "closing",
  packet: {
    unseen: "Not seen from here: nobody knows whether it has come anywhere",
    inferredSegment: "Inferred: follows from TCP's rules by now, nobody captured it",
    inferredData: "Inferred: only one end of it was seen",
  },
};
