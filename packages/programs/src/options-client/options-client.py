"""Reads options of its socket, sets them and reads them again. Python asks the system for them."""

import socket
import struct
import sys

host = sys.argv[1] if len(sys.argv) > 1 else "127.0.0.1"
port = int(sys.argv[2]) if len(sys.argv) > 2 else 8888


def word(value):
    return "off" if value == 0 else "on"


client = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
client.connect((host, port))

# On: a few bytes leave at once, even if earlier ones are not acknowledged yet.
before = client.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)
client.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
after = client.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)
print(f"TCP_NODELAY was {word(before)}, is {word(after)}", flush=True)

# On: after a long silence the system asks whether the other end is still there.
before = client.getsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE)
client.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
after = client.getsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE)
print(f"SO_KEEPALIVE was {word(before)}, is {word(after)}", flush=True)

client.sendall(b"sent without delay")
data = client.recv(1024)
print(data.decode(errors="replace"), flush=True)

# On, with 0 seconds: `close` does not say goodbye, it resets the connection.
client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
client.close()
