"""Answers one request of a browser and closes: `/` is a page with links, `/big` is 16 MiB.
One event loop serves all clients.
"""

import asyncio
import contextlib
import socket
import sys

from answer import PIECE, answer_to

host = sys.argv[1] if len(sys.argv) > 1 else "127.0.0.1"
port = int(sys.argv[2]) if len(sys.argv) > 2 else 8080


async def serve_http(loop, conn, addr):
    request = b""
    while b"\r\n\r\n" not in request and len(request) < 65536:
        data = await loop.sock_recv(conn, 4096)
        if len(data) == 0:
            conn.close()
            return
        request += data

    status, head_and_body, pieces = answer_to(request)
    print(status, flush=True)
    await loop.sock_sendall(conn, head_and_body)
    for _ in range(pieces):
        await loop.sock_sendall(conn, PIECE)

    conn.close()


async def serve(loop, conn, addr):
    try:
        await serve_http(loop, conn, addr)
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


with contextlib.suppress(KeyboardInterrupt):
    asyncio.run(main())
