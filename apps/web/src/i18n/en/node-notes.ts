/** Where Node cannot do what the BSD call does, said at the calls that it concerns. */
export const nodeNotes = {
  title: "Here it is Node",
  listen:
    "Node takes finished connections out of the system's queue by itself, one in each turn of its event loop. The queue that is shown is Node's, and a backlog of 0 counts as 1.",
  send: "Node hands over all bytes or goes on waiting, so that send never takes only a part here.",
  recv: "Node reads up to 64 KiB at a time. What is beyond n waits in this process and no longer in the system.",
  recvfrom:
    "Node takes datagrams out of the system as they come. They wait in this process, at most 1 MiB unless SO_RCVBUF says otherwise; more are dropped.",
  shutdown:
    "Node has no call that tells the system to stop reading. What has come can still be read, then recv finds the end.",
  getsockopt:
    "Some options Node cannot ask the system for; then this is what was set here, or the system's own beginning.",
  noOption:
    "This answer was given here, without asking the system: this kind of socket does not have the option, or Node has no call for it.",
  reuse:
    "Except on Windows, Node always sets SO_REUSEADDR: a port in TIME-WAIT can be bound again, and two sockets can be bound to one port until one of them listens.",
  failedConnect:
    "After a connect that failed Node gives the local port back to the system; on Linux the socket keeps it.",
  goneBeforeAccept:
    "The other end had reset the connection before Node accepted it, so that Node cannot tell its address any more.",
  closedMeanwhile:
    "The socket was closed while this call slept. Here it fails then; on Linux it would go on sleeping.",
  names:
    "The system was not asked: the only name that is known here is localhost, and a number that Python would refuse gives EINVAL.",
  lateSend:
    "Node cannot take back what it was given. The time was over, and yet the rest is sent as soon as there is room, behind the program's back.",
};
