const calls = (count: number, verb: string) => `${count} ${verb}${count === 1 ? "" : "s"}`;

/** The words of the inspector. */
export const inspector = {
  tabs: { call: "Call", bytes: "Bytes", code: "Code" },
  selected: "Selected; the playhead stands elsewhere.",
  letGo: "Follow the playhead",
  nothing: "Nothing has happened yet. Add something to the stage, and each call is explained here.",
  nothingToSee: "Nothing has happened yet. Each call is explained here.",
  rows: {
    call: "call",
    make: "serves",
    process: "process",
    by: "by",
    of: "of",
    at: "at",
    when: "when",
    left: "left",
    told: "told",
    corrected: "corrected",
    kernelOwn: "this end",
    kernelPeer: "other end",
    read: "read",
    connection: "connection",
    took: "took",
    result: "returned",
    error: "failed",
    stream: "stream",
    datagram: "datagram",
    takenBy: "taken by",
    holds: "holds",
    truth: "truth",
    segment: "segment",
    from: "from",
    to: "to",
    event: "event",
    program: "program",
    address: "address",
    state: "state",
    doing: "now",
    printed: "printed",
  },
  /** An inferred segment: the step that settled it, and perhaps much later than it was. */
  corrected: (step: number) => `step ${step} says that it never was so`,
  corrects: (steps: string) => `says that step ${steps} never was so`,
  noSuchSocket: "the kernel has no such socket",
  readBetween: (from: string, to: string) => `between ${from} and ${to}`,
  atTime: (step: number, after: string) => `step ${step}, ${after} after the start`,
  inConversation: (actor: string, peer: string) => `${actor}, conversation with ${peer}`,
  stillInside: "Not returned yet at this instant: the program waits here.",
  neverReturned: "It never returned: the program ended first.",
  results: {
    none: "nothing (success)",
    socket: "a new socket",
    accepted: (peer: string) => `a new socket, and its peer ${peer}`,
    bytes: (size: string) => `${size}`,
    end: "0 bytes: the end of the stream",
    sent: (size: string) => `${size} handed to the system`,
    from: (size: string, peer: string) => `${size} from ${peer}`,
    cut: (size: string, whole: string) => `${size}; the datagram had ${whole}, the rest is lost`,
  },
  streamBytes: (first: string, last: string, from: string, to: string) =>
    `bytes ${first}–${last}, ${from} to ${to}`,
  streamEnd: (at: string) => `at byte ${at}, where the stream ends`,
  someone: "somebody",
  taken: {
    whole: (verb: string) => `1 ${verb}, whole`,
    pieces: (count: number, verb: string, sizes: string) => `${calls(count, verb)}: ${sizes}`,
    waiting: (size: string) => `${size} not read yet`,
    unseen: "an outside program: nobody here sees when",
    lost: (size: string) => `${size} lost`,
    nobody: "nobody that is known of",
  },
  holds: (count: number, verb: string, sizes: string) =>
    `the bytes of ${calls(count, verb)}: ${sizes}`,
  number: (errno: string, number: number) => `${errno} (${number})`,
  python: (exception: string) => `Python raises ${exception}.`,
  unknownErrno: "The operating system refused the call.",
  truths: {
    observed: {
      name: "observed",
      means: "An endpoint or the operating system reported it.",
    },
    inferred: {
      name: "inferred",
      means:
        "It follows from what was seen and from TCP's rules; nobody captured it. When it happened is known only so far as that tells.",
    },
    injected: {
      name: "injected",
      means: "The playground did it on purpose.",
    },
  },
  segments: {
    SYN: "The client's system asks to open its direction and names its first sequence number: that is what connect does.",
    "SYN,ACK":
      "The server's system agrees, and asks to open the other direction. No program took part, and no accept was needed.",
    ACK: "What came is acknowledged by the system, not by the program.",
    FIN: "This direction carries no more bytes; the other one may. A close, a shutdown and the end of the program have it sent, once all bytes before it are.",
    RST: "The connection is broken off. A system does so when a program closes with unread bytes or with SO_LINGER of 0 seconds, when bytes come for an end that is closed, when nobody listens at the port, and when a listener closes while connections wait in its queue.",
  },
  flightTruth: {
    inferred:
      "One end is not on this stage: nobody saw when these bytes left there, or whether and when they came.",
    injected: "The playground did this to it on purpose.",
  },
  events: {
    "lab.began": "The session began.",
    "actor.added": "A program was started. It has no socket yet.",
    "actor.outside":
      "A program that is not ours. Only what its peer on the stage and the system report of it is known.",
    "actor.printed": "The program printed this.",
    "actor.ended": "The program is over. The operating system closes what it left open.",
    "actor.left": "From here nothing is seen of this program any more.",
    "actor.known":
      "The operating system tells which process has the other end: its socket is among that process's open files.",
    "actor.removed": "The card was taken off the stage.",
    "socket.named":
      "The operating system gave the socket an address without a bind, and chose a free port by itself: an ephemeral port. Only servers need a known one.",
    "connection.queued":
      "The handshake is complete and the connection waits to be accepted. It can be sent to already.",
    "datagram.arrived": "A datagram waits at the socket until a recvfrom or recv takes it.",
    "datagram.dropped":
      "The system had delivered it. The queue in which the playground keeps this socket's datagrams was full, as a system's own receive buffer can be.",
    "gate.set": "How programs pass the gate that stands before each of their calls.",
    "gate.reached":
      "The program is waiting at the gate: its next call has not begun. What the system does goes on meanwhile.",
    "gate.inside":
      "The system has done its part of this call, and the program has not been told yet: it is stopped just before the call returns.",
    "breakpoint.set": "From now on programs stop there.",
    "breakpoint.removed": "Programs do not stop there any more.",
    "link.set": "What the link between the sockets does from now on.",
    "link.fault":
      "The playground did this on purpose, between the program and the system; the network did not.",
    "link.heldEnd":
      "The call returns, and yet the system has not heard of it: no FIN of this end has left, and the other side knows nothing of it. The playground did this on purpose.",
    "link.passedCall":
      "Only now the system hears of this call: before, neither a SYN nor a FIN of it could leave.",
    "limit.met":
      "The playground did this on purpose, so that one program cannot take everything. Slowed by its gate, a program runs free again when you set it so.",
    "link.passed":
      "The link gave these bytes to the system now. Addresses and ports are the true ones.",
    "kernel.read":
      "The kernel's own table of sockets was read, and says so: it was true while it was read. What follows from it stands in the steps behind it.",
    "peer.known": "The kernel tells which process has the other end of this connection.",
    "socket.closed": "The operating system closed it, because its program is over.",
  },
  how: {
    returned: "ended by itself",
    stopped: "was stopped",
    failed: "failed",
    left: "is gone",
  },
  running: "running",
  offStage: "off the stage",
  outside: "an outside program: known only from its peer's end and from the system",
  sockets: "Sockets",
  noSockets: "It has no socket.",
  socketOf: { SOCK_STREAM: "TCP", SOCK_DGRAM: "UDP" },
  listening: "listening",
  accepted: "by accept",
  unnamed: "no address yet",
  phase: { unbound: "no address yet", bound: "bound", closed: "closed" },
  phaseInferred: "TCP state, inferred from the calls: so it is by now",
  phaseObserved: "TCP state as the kernel or a call told it",
  least: (size: string) => `at least ${size}`,
  underWay: (size: string) => `${size} under way`,
  finFollows: (size: string) => `FIN follows ${size}`,
  endFollows: "FIN or reset follows",
  noLonger: "no longer connected",
  otherUnknown: "connected; its state is not seen from here",
  unread: (size: string) => `${size} unread`,
  held: (size: string) => `${size} held by the link`,
  endHeld: "FIN held by the link",
  unreadDatagrams: (count: number) => `${count} unread ${count === 1 ? "datagram" : "datagrams"}`,
  dropped: (count: number) => `${count} dropped by our full queue`,
  sentReceived: (sent: string, received: string) => `${sent} sent, ${received} received`,
  /** Nobody looks into the kernel's own queue. */
  kernelQueue: (length: number, backlog: number | null) =>
    `at least ${length} in the kernel's accept queue (inferred)${backlog === null ? "" : `, backlog ${backlog}`}`,
  queue: (length: number, backlog: number | null) =>
    `${length} waiting to be accepted${backlog === null ? "" : `, backlog ${backlog}`}`,
  asleep: (call: string) => `in ${call}`,
  idle: "between two calls",
  notice: "What to notice",
  bytes: {
    title: "Bytes",
    none: "There are no bytes here. Calls that send or receive have some.",
    noneSoFar: "Its sockets have sent and received nothing so far.",
    datagrams: "Datagrams are no stream: choose a call to see the bytes of its datagram.",
    directions: { sent: "Sent so far", received: "Received so far" },
    noneYet: "The bytes come when the call returns.",
    text: "As text (UTF-8)",
    kept: (kept: string, length: string) => `The first ${kept} of ${length} bytes are shown.`,
    keptNone: "None of these bytes were kept for display.",
    cutStart: (glyph: string, here: number, of: number) =>
      `${glyph} begins in an earlier call: ${here} of its ${of} bytes are here.`,
    cutEnd: (glyph: string, here: number, of: number) =>
      `${glyph} is cut: ${here} of its ${of} bytes are here, the rest comes in a later call.`,
    cutOpen: (here: number, of: number) =>
      `A character of ${of} bytes begins here, of which ${here} have come so far.`,
    cutLost: (here: number, of: number) =>
      `A character of ${of} bytes is cut off here: only ${here} of them are in the datagram.`,
    part: (here: number, of: number) => `${here}/${of}`,
    raw: "Bytes that are no UTF-8 are shown as \\x.. .",
    offset: "Offset",
    hex: "Hexadecimal",
    empty: "0 bytes",
  },
};
