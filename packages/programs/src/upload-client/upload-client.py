"""Sends a file in 16 pieces, or what the server does not have of it yet; compares the SHA-256."""

import hashlib
import os
import socket
import sys
from urllib.parse import quote

host = sys.argv[1] if len(sys.argv) > 1 else "127.0.0.1"
port = int(sys.argv[2]) if len(sys.argv) > 2 else 8022
# Its own text, unless another file is named.
path = sys.argv[4] if len(sys.argv) > 4 else __file__

client = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
client.connect((host, port))


def read_line():
    line = b""
    while not line.endswith(b"\n"):
        data = client.recv(1024)
        if len(data) == 0:
            sys.exit("The server closed in mid-sentence.")
        line += data
    return line.decode().strip()


size = os.path.getsize(path)
client.sendall(f"{quote(os.path.basename(path), safe='')} {size}\n".encode())
offset = int(read_line())

piece = max(1, -(-size // 16))
digest = hashlib.sha256()
with open(path, "rb") as file:
    for at in range(0, size, piece):
        data = file.read(piece)
        digest.update(data)
        if at + len(data) <= offset:
            continue
        client.sendall(data[max(0, offset - at) :])
        print(f"{round(100 * min(size, at + piece) / size)} %", flush=True)

same = read_line() == digest.hexdigest()
print(f"SHA-256 agrees: {digest.hexdigest()}" if same else "SHA-256 differs", flush=True)

client.close()
