"""What one client says goes to all the others, with its port in front.
One event loop serves all clients.
"""

import asyncio
import contextlib
import socket
import sys

host = sys.argv[1] if len(sys.argv) > 1 else "127.0.0.1"
port = int(sys.argv[2]) if len(sys.argv) > 2 else 8000

room = set()


async def chat(loop, conn, addr):
    room.add(conn)
    try:
        while True:
            data = await loop.sock_recv(conn, 1024)
            if len(data) == 0:
                break
            line = f"{addr[1]}: ".encode() + data
            for other in list(room - {conn}):
                try:
                    await loop.sock_sendall(other, line)
                except OSError:
                    room.discard(other)
    finally:
        room.discard(conn)
    conn.close()


async def serve(loop, conn, addr):
    try:
        await chat(loop, conn, addr)
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
