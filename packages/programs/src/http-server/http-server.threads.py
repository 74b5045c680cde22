"""Answers one request of a browser and closes: `/` is a page, `/big` is 16 MiB.
Each client has a thread of its own.
"""

import re
import socket
import sys
import threading

host = sys.argv[1] if len(sys.argv) > 1 else "127.0.0.1"
port = int(sys.argv[2]) if len(sys.argv) > 2 else 8080

PIECE = b"." * 65536
PIECES = 256
PAGE = b"<!doctype html><title>Sockscope</title><h1>It works</h1>\n"


def answer_to(request):
    line = request.split(b"\r\n")[0].decode(errors="replace")
    match = re.fullmatch(r"([A-Z]+) (/\S*) HTTP/1\.[01]", line)
    if match is None:
        return "400 Bad Request", b"400 Bad Request\n", 0
    if match[1] != "GET":
        return "405 Method Not Allowed", b"405 Method Not Allowed\n", 0
    if match[2] == "/":
        return "200 OK", PAGE, 0
    if match[2] == "/big":
        return "200 OK", b"", PIECES
    return "404 Not Found", b"404 Not Found\n", 0


def answer(conn, addr):
    request = b""
    while b"\r\n\r\n" not in request and len(request) < 65536:
        data = conn.recv(4096)
        if len(data) == 0:
            conn.close()
            return
        request += data

    status, body, pieces = answer_to(request)
    print(status, flush=True)
    kind = "text/html" if body == PAGE else "text/plain"
    length = len(body) + pieces * len(PIECE)
    head = f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {length}\r\n"
    conn.sendall(f"{head}Connection: close\r\n\r\n".encode() + body)
    for _ in range(pieces):
        conn.sendall(PIECE)

    conn.close()


def serve(conn, addr):
    try:
        answer(conn, addr)
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
