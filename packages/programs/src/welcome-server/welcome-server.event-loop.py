"""Greets a client, hears what it has to say, and closes.
One event loop serves all clients.
"""

import asyncio
import contextlib
import socket
import sys

host = sys.argv[1] if len(sys.argv) > 1 else "127.0.0.1"
port = int(sys.argv[2]) if len(sys.argv) > 2 else 8888


async def welcome(loop, conn, addr):
    print(f"接收到来自 {addr[0]}:{addr[1]} 的连接", flush=True)

    await loop.sock_sendall(conn, "欢迎连接到服务器".encode())

    data = await loop.sock_recv(conn, 1024)
    print(f"接收到来自客户端的数据:{data.decode(errors='replace')}", flush=True)

    conn.close()
    print("与客户端的连接已关闭", flush=True)


async def serve(loop, conn, addr):
    try:
        await welcome(loop, conn, addr)
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
    server.listen(5)
    print("服务器已启动,等待客户端连接...", flush=True)

    while True:
        conn, addr = await loop.sock_accept(server)
        # Not awaited: this task goes on beside the loop.
        task = asyncio.create_task(serve(loop, conn, addr))
        tasks.add(task)
        task.add_done_callback(tasks.discard)


with contextlib.suppress(KeyboardInterrupt):
    asyncio.run(main())
