"""Receives a file: a line `NAME SIZE`, then its bytes, which it counts. One loop serves all."""

import asyncio
import contextlib
import re
import socket
import sys

host = sys.argv[1] if len(sys.argv) > 1 else "127.0.0.1"
port = int(sys.argv[2]) if len(sys.argv) > 2 else 8021


async def receive_file(loop, conn, addr):
    try:
        start = b""
        while b"\n" not in start and len(start) <= 1024:
            data = await loop.sock_recv(conn, 1024)
            if len(data) == 0:
                break
            start += data
        head = re.match(rb"(\S+) (\d{1,12})\n", start)
        if head is None:
            await loop.sock_sendall(conn, b"expected: NAME SIZE\n")
            return conn.close()
        name, size = head[1].decode(errors="replace"), int(head[2])

        # TCP keeps no boundaries: the first bytes of the file may have come with the line.
        received = len(start) - head.end()
        while received < size:
            data = await loop.sock_recv(conn, 65536)
            if len(data) == 0:
                break
            received += len(data)
        print(f"{name}: {received} / {size} B", flush=True)
        await loop.sock_sendall(conn, f"received {received} of {size} bytes\n".encode())
        conn.close()
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
        task = asyncio.create_task(receive_file(loop, conn, addr))
        tasks.add(task)
        task.add_done_callback(tasks.discard)


with contextlib.suppress(KeyboardInterrupt):
    asyncio.run(main())
