"""Sends every byte back.
One event loop serves all clients.
"""

import asyncio
import contextlib
import socket
import sys

host = sys.argv[1] if len(sys.argv) > 1 else "127.0.0.1"
port = int(sys.argv[2]) if len(sys.argv) > 2 else 8888


async def echo(loop, conn, addr):
    while True:
        data = await loop.sock_recv(conn, 1024)
        if len(data) == 0:
            break
        await loop.sock_sendall(conn, data)
    conn.close()


async def serve(loop, conn, addr):
    try:
        await echo(loop, conn, addr)
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
