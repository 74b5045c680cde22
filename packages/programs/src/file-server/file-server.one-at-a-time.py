"""Receives a file: a line `NAME SIZE`, then its bytes. It counts them and keeps nothing.
Clients one after the other: the next waits in the kernel.
"""

import re
import socket
import sys

host = sys.argv[1] if len(sys.argv) > 1 else "127.0.0.1"
port = int(sys.argv[2]) if len(sys.argv) > 2 else 8021


def receive_file(conn, addr):
    start = b""
    while b"\n" not in start and len(start) <= 1024:
        data = conn.recv(1024)
        if len(data) == 0:
            break
        start += data

    head = re.match(rb"(\S+) (\d{1,12})\n", start)
    if head is None:
        conn.sendall(b"expected: NAME SIZE\n")
        conn.close()
        return
    name, size = head[1].decode(errors="replace"), int(head[2])

    # TCP keeps no boundaries: the first bytes of the file may have come with the line.
    received = len(start) - head.end()
    while received < size:
        data = conn.recv(65536)
        if len(data) == 0:
            break
        received += len(data)

    print(f"{name}: {received} / {size} B", flush=True)
    conn.sendall(f"received {received} of {size} bytes\n".encode())
    conn.close()


server = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
server.bind((host, port))
server.listen(16)

while True:
    conn, addr = server.accept()
    try:
        receive_file(conn, addr)
    except OSError as error:
        # A conversation that fails is over, and only it: the server goes on.
        print(f"{addr[0]}:{addr[1]} {error}", flush=True)
        conn.close()
