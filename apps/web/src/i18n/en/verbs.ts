import type { CallArgs, Verb } from "@sockscope/protocol";

/** Calls that do something else on a TCP socket than their names say, and on a UDP socket. */
type OfStreams = "sendto" | "recvfrom";
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
  send: "May take only a part of the bytes: the return value says how many. The rest needs another send.",
  sendall:
    "Returns when the system has taken all bytes. It says nothing about whether the other side has read them.",
  recv: "Returns what is there, at most n bytes: perhaps a part of one send, perhaps several together. 0 bytes mean the end of the stream: the other side sends no more, or this one has shut down its reading.",
  sendto:
    "One call, one datagram. It leaves without a connection, and nobody says whether it arrived.",
  recvfrom:
    "Returns one whole datagram and who sent it. What does not fit into n bytes is cut off and lost.",
  shutdown: "Ends one direction of a connection, or both. The socket itself stays.",
  close:
    "Gives the socket back. Of a connection the system sends what is left and then a FIN, or a reset if bytes were left unread or SO_LINGER is 0 seconds; the other side has its own half to close.",
  setsockopt: "Changes how the socket behaves. Its peer is not told.",
  getsockopt: "Asks how the socket is set. Nothing is sent.",
  getsockname: "Asks for the socket's own address. Without a bind the system has chosen the port.",
  getpeername: "Asks for the address of the other end.",
  settimeout: "Says how long each later call may sleep before it gives up.",
};

/** Of a shutdown of a TCP connection, by its direction. */
export const shutdowns: Readonly<Record<NonNullable<CallArgs["how"]>, string>> = {
  SHUT_RD:
    "On a connection it ends this side's reading only. Nothing is sent, and the other side does not hear of it.",
  SHUT_WR:
    "On a connection it ends this side's sending only: the system sends what is left and then a FIN. The other side reads an end, and can still answer.",
  SHUT_RDWR:
    "On a connection it ends both directions of this side: the system sends what is left and then a FIN. The other side reads an end; an answer would be read by nobody.",
};

/** Of a TCP socket, where it is something else than its name says. */
export const streamVerbs: Readonly<Record<OfStreams, string>> = {
  sendto:
    "On a TCP socket it is a send: the connection knows its peer, and the address is not looked at.",
  recvfrom: "On a TCP socket it is a recv: bytes of the stream, and no address.",
};

/** The same of a UDP socket, where it is something else. */
export const datagramVerbs: Readonly<Record<OfDatagrams, string>> = {
  connect:
    "Sends nothing. The system remembers the other address: send and recv need none, and datagrams from elsewhere are not let in.",
  send: "One datagram to the connected address. Nobody says whether it arrived; if nobody listens there, a later call may be told.",
  sendall:
    "One datagram to the connected address. Nobody says whether it arrived; if nobody listens there, a later call may be told.",
  recv: "Returns one whole datagram. What does not fit into n bytes is cut off and lost; 0 bytes are an empty datagram.",
  shutdown: "Ends one direction of this socket's calls, or both. Nothing is sent.",
  close:
    "The socket and its port are given up. Nothing is sent: the other side does not hear of it.",
};
