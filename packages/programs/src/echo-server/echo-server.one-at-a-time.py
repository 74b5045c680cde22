"""Sends every byte back.
Clients one after the other: the next waits in the kernel.
"""

import socket
import sys

host = sys.argv[1] if len(sys.argv) > 1 else "127.0.0.1"
port = int(sys.argv[2]) if len(sys.argv) > 2 else 8888


def echo(conn, addr):
    while True:
        data = conn.recv(1024)
        if len(data) == 0:
            break
        conn.sendall(data)
    conn.close()


server = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
server.bind((host, port))
server.listen(128)

while True:
    conn, addr = server.accept()
    try:
        echo(conn, addr)
    except OSError as error:
        # A conversation that fails is over, and only it: the server goes on.
        print(f"{addr[0]}:{addr[1]} {error}", flush=True)
        conn.close()
