/**
 * What an errno means to a beginner, in a sentence or two. Where that depends on the call, on the kind of
 * socket or on what had happened before, there is an entry for each (`errnoText` chooses); the entry of
 * the bare errno is true of all of them.
 */
export const errnos = {
  EACCES:
    "Permission denied: a port below 1024 is mostly for administrators only; sending to a broadcast address needs SO_BROADCAST.",
  "EACCES.bind": "Permission denied: a port below 1024 is mostly for administrators only.",
  "EACCES.connect":
    "Permission denied: to connect to a broadcast address the socket needs SO_BROADCAST.",
  "EACCES.send": "Permission denied: to send to a broadcast address the socket needs SO_BROADCAST.",
  EADDRINUSE: "This address and port, or this group, is in use already.",
  "EADDRINUSE.bind":
    "Another socket already holds this address and port; choose another port. If the system was to choose: it has none left.",
  "EADDRINUSE.listen": "Another socket already listens at this address and port.",
  "EADDRINUSE.setsockopt": "The socket is in this multicast group already.",
  EADDRNOTAVAIL: "This address cannot be had: not on this machine, or not just now.",
  "EADDRNOTAVAIL.bind": "No network interface of this machine has this address.",
  "EADDRNOTAVAIL.connect":
    "The system has no local port left from which this address could be reached, or it is no address to connect to.",
  "EADDRNOTAVAIL.setsockopt":
    "The socket is not in this multicast group, or no network interface has this address.",
  EAFNOSUPPORT: "The address is of another family (IPv4, IPv6) than the socket.",
  "EAFNOSUPPORT.socket": "The system does not know this family of addresses.",
  EAGAIN: "It could not be done within the time of settimeout.",
  "EAGAIN.accept": "No connection came within the time of settimeout.",
  "EAGAIN.connect": "The system has no free local port for this socket just now.",
  "EAGAIN.recv.tcp": "Within the time of settimeout neither bytes came nor the end of the stream.",
  "EAGAIN.recv.udp": "No datagram came within the time of settimeout.",
  "EAGAIN.send.tcp":
    "Within the time of settimeout the system could not take all of the bytes: its buffer was full, because the other end takes them too slowly or not at all.",
  "EAGAIN.send.udp":
    "The datagram was not taken: the system had no room for it, or no free local port.",
  EALREADY: "An earlier connect on this socket is still under way.",
  EBADF: "The socket has been closed; its descriptor means nothing any more.",
  ECONNABORTED: "The connection was broken off before the program had it.",
  "ECONNABORTED.accept": "The connection was broken off before it could be accepted.",
  "ECONNABORTED.connect":
    "An earlier connect on this socket had failed, and Linux says so once more. The next one can try again.",
  ECONNREFUSED:
    "Nobody listens at that port, says the other system: of TCP with a reset, of UDP with an ICMP message.",
  "ECONNREFUSED.tcp":
    "Nobody listens at that port: the other system answered the SYN with a reset.",
  "ECONNREFUSED.udp":
    "Nobody has that port: of a datagram that was sent earlier an ICMP message said so. UDP can only tell it at a later call.",
  ECONNRESET:
    "The connection was broken off with a reset. What was sent and not read yet may be lost.",
  "ECONNRESET.connect":
    "The connection was broken off while it was being made: by a reset, or by a shutdown of this very socket.",
  "ECONNRESET.injected":
    "The playground reset the connection on purpose. What was sent and not read yet may be lost.",
  "ECONNRESET.udp":
    "An earlier datagram found nobody at its port; Windows calls that a reset of the connection.",
  EDESTADDRREQ: "The socket has no peer: say where to send.",
  EFAULT: "What was given are no bytes, or no address.",
  EHOSTUNREACH: "That machine cannot be reached: no way leads there, or it does not answer there.",
  EINPROGRESS: "The time of settimeout was over; the system was still trying to connect.",
  EINTR: "The call was interrupted.",
  EINVAL: "The call makes no sense in the socket's present state, or an argument is wrong.",
  EIO: "The system reports an error that has no better name here.",
  EISCONN: "The socket is connected already.",
  "EISCONN.connect": "The socket is connected already, or it listens.",
  "EISCONN.send":
    "The socket is connected: here it sends to its peer only, and to no other address.",
  EMFILE: "The program has as many open files and sockets as it may.",
  EMSGSIZE: "The message is too long for one datagram.",
  "EMSGSIZE.injected":
    "The message is longer than the playground's link lets a datagram be: that was set on purpose.",
  ENETDOWN: "The network interface is switched off.",
  ENETUNREACH: "There is no way to that network.",
  ENFILE: "The whole system has as many open files and sockets as it may.",
  ENODEV: "There is no such network interface on this machine.",
  ENOBUFS: "The system has no room left in its buffers.",
  "ENOBUFS.setsockopt": "The socket is in as many multicast groups as it may be.",
  ENOMEM: "The system has no memory left for it.",
  ENOPROTOOPT: "This kind of socket does not have the option, or Node has no call for it.",
  ENOTCONN: "The socket is not connected, or no longer.",
  ENOTSOCK: "This is not a socket.",
  EOPNOTSUPP: "A socket of this type cannot do that.",
  EPERM: "The system does not permit it.",
  EPIPE:
    "Nothing can be sent here any more: this program has shut down its sending itself, or the connection is over, mostly because the other end has reset it.",
  "EPIPE.shutdown":
    "This program has shut down its sending on this socket itself. The other end has no part in that.",
  "EPIPE.reset":
    "The connection is over: it had been reset before this call, so that the system sends nothing.",
  "EPIPE.injected":
    "The connection is over: the playground had reset it on purpose before this call.",
  "EPIPE.unconnected": "The socket has never been connected: there is nobody to send to.",
  "EPIPE.udp": "This program has shut down its sending on this socket itself.",
  EPROTO: "The protocol was not kept to.",
  EPROTONOSUPPORT: "The system does not know this protocol for such a socket.",
  EPROTOTYPE: "The protocol does not fit the type of the socket.",
  ETIMEDOUT:
    "The system sent again and again, got no answer, and gave up. This is not the time of settimeout.",
  "ETIMEDOUT.connect":
    "The system sent its SYN again and again, got no answer at all, and gave up. This is not the time of settimeout.",
} satisfies Readonly<Record<string, string>>;
