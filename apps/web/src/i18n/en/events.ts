import type { EventKind } from "@sockscope/protocol";

/** Calls are explained by their verbs. Some kinds have another explanation in a certain case. */
type Explained =
  | Exclude<EventKind, "call.began" | "call.ended">
  | "actor.outside"
  | "actor.left"
  | "gate.inside"
  | "link.heldEnd"
  | "link.passedCall";

/** What each kind of event means. A new kind needs an entry here and in Chinese, and no other words. */
export const events: Readonly<Record<Explained, string>> = {
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
};
