"""Makes the calls that it reads, a sequence a line, and answers with what each gave."""

import errno
import hashlib
import json
import socket
import struct
import sys
import time

FAMILIES = {"AF_INET": socket.AF_INET, "AF_INET6": socket.AF_INET6}
TYPES = {"SOCK_STREAM": socket.SOCK_STREAM, "SOCK_DGRAM": socket.SOCK_DGRAM}
HOW = {"SHUT_RD": socket.SHUT_RD, "SHUT_WR": socket.SHUT_WR, "SHUT_RDWR": socket.SHUT_RDWR}


# The number has two names.
NAMES = {**errno.errorcode, errno.EOPNOTSUPP: "EOPNOTSUPP"}


def make(sock):
    # Nothing here waits.
    sock.settimeout(0)
    return sock


def bind(sock, target):
    """As libuv, which sets SO_REUSEADDR on a TCP socket when it binds it."""
    if sock.type != socket.SOCK_STREAM or sock.fileno() < 0:
        return sock.bind(target)
    before = sock.getsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR)
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        return sock.bind(target)
    except OSError:
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, before)
        raise


def loopback(sock):
    return "::1" if sock.family == socket.AF_INET6 else "127.0.0.1"


def end(socks, sock, target, verb):
    """A target is ("of", index of the socket whose address is meant) or ("at", host, port)."""
    if target[0] == "at":
        return (target[1] or loopback(sock), target[2])
    other = socks[target[1] % len(socks)]
    if other.fileno() < 0 or (other is sock and sock.type == socket.SOCK_STREAM):
        # Nobody is at port 1.
        return (loopback(sock), 0 if verb == "bind" else 1)
    return (loopback(sock), other.getsockname()[1])


def peer_of(sock):
    try:
        return sock.getpeername()
    except OSError:
        return None


def perform(socks, call, nth):
    verb, at, *rest = call
    if verb == "socket":
        socks.append(make(socket.socket(FAMILIES[at], TYPES[rest[0]])))
        return None
    if verb == "pause":
        return time.sleep(at / 1000)
    sock = socks[at % len(socks)]
    if verb in ("bind", "connect"):
        target = end(socks, sock, rest[0], verb)
        if verb == "connect" and sock.type == socket.SOCK_DGRAM and peer_of(sock):
            return None  # Node disconnects first, and the port can change.
        if verb == "connect":
            sock.settimeout(None)
        try:
            return bind(sock, target) if verb == "bind" else sock.connect(target)
        finally:
            if sock.fileno() >= 0:
                sock.settimeout(0)
    if verb == "listen":
        if sock.fileno() >= 0 and sock.type == socket.SOCK_STREAM and sock.getsockname()[1] == 0:
            bind(sock, ("", 0))  # The kernel would do it by itself, but see there.
        return sock.listen(rest[0])
    if verb == "accept":
        conn, peer = sock.accept()
        socks.append(make(conn))
        return peer[:2]
    if verb in ("send", "sendall"):
        return getattr(sock, verb)(data(rest[0], nth))
    if verb == "sendto":
        return sock.sendto(data(rest[0], nth), end(socks, sock, rest[1], verb))
    if verb == "recv":
        if sock.fileno() < 0:
            # Of 0 bytes Python would ask nobody.
            raise OSError(errno.EBADF, "closed")
        return sock.recv(rest[0]).hex()
    if verb == "drain":
        return drain(sock, rest[0])
    if verb == "recvfrom":
        got, peer = sock.recvfrom(rest[0])
        return [got.hex(), None if peer is None else peer[:2]]
    if verb == "shutdown":
        return sock.shutdown(HOW[rest[0]])
    if verb in ("getsockname", "getpeername"):
        return getattr(sock, verb)()[:2]
    if verb in ("setsockopt", "getsockopt") and rest[0] == "IPPROTO_IP":
        if sock.type == socket.SOCK_STREAM or sock.family == socket.AF_INET6:
            return None  # Node has no call for them, see docs/node-differences.md.
    if verb == "setsockopt":
        level, option, value = rest
        if option == "SO_LINGER":
            value = struct.pack("ii", value is not None, value or 0)
        return sock.setsockopt(getattr(socket, level), getattr(socket, option), value)
    if verb == "getsockopt":
        value = sock.getsockopt(getattr(socket, rest[0]), getattr(socket, rest[1]))
        return NAMES.get(value, value) if rest[1] == "SO_ERROR" else value
    if verb == "close":
        return sock.close()
    raise ValueError(verb)


def drain(sock, size):
    """All that comes, however it is cut, and how that ended."""
    got = b""
    while True:
        try:
            part = sock.recv(size)
        except OSError as error:
            return [summary(got), NAMES.get(error.errno)]
        if not part:
            return [summary(got), "end"]
        got += part


def summary(got):
    return f"{len(got)} {hashlib.sha1(got).hexdigest()[:8]}" if got else "0"


def data(length, nth):
    """The bytes of no two calls are alike, so that none can be taken for another's."""
    return bytes((nth * 17 + i) % 251 for i in range(length))


def run(calls):
    socks = []
    answers = []
    for nth, call in enumerate(calls):
        try:
            answers.append({"gave": perform(socks, call, nth)})
        except socket.gaierror:
            # Python looks even a literal address up; the call would have said this.
            is_open = socks[call[1] % len(socks)].fileno() >= 0
            answers.append({"failed": "EAFNOSUPPORT" if is_open else "EBADF"})
        except OSError as error:
            name = NAMES.get(error.errno) if error.errno else None
            answers.append({"failed": name or type(error).__name__})
        except (OverflowError, ValueError, TypeError) as error:
            answers.append({"failed": type(error).__name__})
    for sock in socks:
        if sock.fileno() >= 0 and sock.type == socket.SOCK_STREAM:
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        sock.close()
    return answers


for line in sys.stdin:
    print(json.dumps(run(json.loads(line))), flush=True)
