import type { Verb } from "@sockscope/protocol";

/** Calls that do something else on a UDP socket. */
type OfDatagrams = "connect" | "send" | "sendall" | "recv" | "shutdown" | "close";

/** What to notice about a call: one or two sentences each. */
export const verbs: Readonly<Record<Verb, string>> = {
  socket: "A socket has been made, and nothing more: no address, no peer, and not one packet sent.",
  bind: "Gives the socket an address and port of this machine. Nothing is sent; others only find out when they try.",
  listen:
    "From now on the operating system answers handshakes by itself. The backlog limits how many finished connections may wait to be accepted.",
  accept:
    "Takes one finished connection from the queue and returns a new socket for it. The listening socket goes on listening. With nobody in the queue it sleeps.",
  connect:
    "The operating system does the three-way handshake; the call sleeps until the SYN,ACK is here. The server's program need not have called accept for that.",
  send: "May take only a part of the bytes: the return value says how many. The rest must be sent again.",
  sendall:
    "Returns when the system has taken all bytes. It says nothing about whether the other side has read them.",
  recv: "Returns what is there, at most n bytes: perhaps a part of one send, perhaps several together. 0 bytes mean that the other side has closed.",
  sendto:
    "One call, one datagram. It leaves without a connection, and nobody says whether it arrived.",
  recvfrom:
    "Returns one whole datagram and who sent it. What does not fit into n bytes is cut off and lost.",
  shutdown: "Closes one direction only: the other side reads an end, and can still answer.",
  close:
    "Says goodbye with a FIN if everything was read, with a reset if bytes were left unread or SO_LINGER is 0 seconds. The other side has its own half to close.",
  setsockopt: "Changes how the socket behaves. Nothing is sent.",
  getsockopt: "Asks how the socket is set. Nothing is sent.",
  getsockname: "Asks for the socket's own address. A client's port was chosen by the system.",
  getpeername: "Asks for the address of the other end.",
  settimeout: "Says how long a call may sleep before it gives up.",
};

/** The same of a UDP socket, where it is something else. */
export const datagramVerbs: Readonly<Record<OfDatagrams, string>> = {
  connect:
    "Sends nothing. The system remembers the other address: send and recv need none, and datagrams from elsewhere are not let in.",
  send: "One datagram to the connected address. Nobody says whether it arrived; if nobody listens there, a later call may be told.",
  sendall:
    "One datagram to the connected address. Nobody says whether it arrived; if nobody listens there, a later call may be told.",
  recv: "Returns one whole datagram. What does not fit into n bytes is cut off and lost; 0 bytes are an empty datagram.",
  shutdown: "Ends one direction of this socket's calls. Nothing is sent.",
  close:
    "The socket and its port are given up. Nothing is sent: the other side does not hear of it.",
};
