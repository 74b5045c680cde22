"""Answers one request of a browser and closes: `/` is a page, `/big` is 16 MiB.
One event loop serves all clients.
"""

import asyncio
import re
import socket
import sys

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


async def answer(loop, conn, addr):
    request = b""
    while b"\r\n\r\n" not in request and len(request) < 65536:
        data = await loop.sock_recv(conn, 4096)
        if len(data) == 0:
            conn.close()
            return
        request += data

    status, body, pieces = answer_to(request)
    print(status, flush=True)
    kind = "text/html" if body == PAGE else "text/plain"
    length = len(body) + pieces * len(PIECE)
    head = f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {length}\r\n"
    await loop.sock_sendall(conn, f"{head}Connection: close\r\n\r\n".encode() + body)
    for _ in range(pieces):
        await loop.sock_sendall(conn, PIECE)

    conn.close()


async def serve(loop, conn, addr):
    try:
        await answer(loop, conn, addr)
    except OSError as error:
        # A conversation that fails is over, and only it: the server goes on.
        print(f"{addr[0]}:{addr[1]} {error}", flush=True)
        conn.close()


async def main():
    loop = asyncio.get_running_loop()
    tasks = set()
    server = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    server.setblocking(False)
    server.bind((host, port))
    server.listen(128)

    while True:
        conn, addr = await loop.sock_accept(server)
        # Not awaited: this task goes on beside the loop.
        task = asyncio.create_task(serve(loop, conn, addr))
        tasks.add(task)
        task.add_done_callback(tasks.discard)


try:
    asyncio.run(main())
except KeyboardInterrupt:
    pass
