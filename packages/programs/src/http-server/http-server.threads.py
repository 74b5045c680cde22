"""Answers one request of a browser and closes: `/` is a page with links, `/big` is 16 MiB.
Each client has a thread of its own.
"""

import socket
import sys
import threading

from answer import PIECE, answer_to

host = sys.argv[1] if len(sys.argv) > 1 else "127.0.0.1"
port = int(sys.argv[2]) if len(sys.argv) > 2 else 8080


def serve_http(conn, addr):
    request = b""
    while b"\r\n\r\n" not in request and len(request) < 65536:
        data = conn.recv(4096)
        if len(data) == 0:
            conn.close()
            return
        request += data

    status, head_and_body, pieces = answer_to(request)
    print(status, flush=True)
    conn.sendall(head_and_body)
    for _ in range(pieces):
        conn.sendall(PIECE)

    conn.close()


def serve(conn, addr):
    try:
        serve_http(conn, addr)
    except OSError as error:
        # A conversation that fails is over, and only it: the server goes on.
        print(f"{addr[0]}:{addr[1]} {error}", flush=True)
        conn.close()


server = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
server.bind((host, port))
server.listen(128)

while True:
    conn, addr = server.accept()
    # A thread of its own, which may be asleep as long as it likes.
    threading.Thread(target=serve, args=(conn, addr), daemon=True).start()
