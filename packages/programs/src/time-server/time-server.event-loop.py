"""Says what time it is and closes, without having been asked (as RFC 867 has it).
One event loop serves all clients.
"""

import asyncio
import contextlib
import datetime
import socket
import sys

host = sys.argv[1] if len(sys.argv) > 1 else "127.0.0.1"
port = int(sys.argv[2]) if len(sys.argv) > 2 else 8013


async def tell_time(loop, conn, addr):
    now = datetime.datetime.now(datetime.timezone.utc)
    await loop.sock_sendall(conn, now.strftime("%Y-%m-%dT%H:%M:%S.%fZ\n").encode())
    conn.close()


async def serve(loop, conn, addr):
    try:
        await tell_time(loop, conn, addr)
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
    server.listen(16)

    while True:
        conn, addr = await loop.sock_accept(server)
        # Not awaited: this task goes on beside the loop.
        task = asyncio.create_task(serve(loop, conn, addr))
        tasks.add(task)
        task.add_done_callback(tasks.discard)


with contextlib.suppress(KeyboardInterrupt):
    asyncio.run(main())
