"""Receives files that may come in several attempts: a line `NAME SIZE`, to which it answers how many
bytes it has, then the rest of them, to which it answers their SHA-256. Bytes are not kept.
"""

import hashlib
import re
import socket
import sys

host = sys.argv[1] if len(sys.argv) > 1 else "127.0.0.1"
port = int(sys.argv[2]) if len(sys.argv) > 2 else 8022

# How far each file has come: bytes received, and their hash.
parts = {}


def receive(conn):
    start = b""
    while b"\n" not in start and len(start) <= 1024:
        data = conn.recv(1024)
        if len(data) == 0:
            break
        start += data
    head = re.fullmatch(rb"(\S+) (\d{1,12})\n", start)
    if head is None:
        conn.sendall(b"?\n")
        return

    size = int(head[2])
    received, digest = parts.get(start, (0, hashlib.sha256()))
    parts[start] = received, digest
    conn.sendall(f"{received}\n".encode())

    while received < size:
        data = conn.recv(65536)
        if len(data) == 0:
            print(f"cut off: has {received} of {size} B", flush=True)
            return
        digest.update(data)
        received += len(data)
        parts[start] = received, digest
    del parts[start]
    print(f"complete: {size} B", flush=True)
    conn.sendall(f"{digest.hexdigest()}\n".encode())


server = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
server.bind((host, port))
server.listen(5)

while True:
    conn, addr = server.accept()
    try:
        receive(conn)
    except OSError as error:
        print(f"{addr[0]}:{addr[1]} {error}", flush=True)
    conn.close()
