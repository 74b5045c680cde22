"""Sends as fast as it can and never reads: a server that answers will be asleep in `sendall`."""

import socket
import sys

host = sys.argv[1] if len(sys.argv) > 1 else "127.0.0.1"
port = int(sys.argv[2]) if len(sys.argv) > 2 else 8888

client = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
client.connect((host, port))

piece = b"!" * 16384
for _ in range(1024):
    client.sendall(piece)
print(f"{1024 * len(piece)} B", flush=True)

client.close()
