"""Fetches a page, and all that it links to at the same time, until there is nothing new."""

import asyncio
import re
import socket
import sys

host = sys.argv[1] if len(sys.argv) > 1 else "127.0.0.1"
port = int(sys.argv[2]) if len(sys.argv) > 2 else 8080

# More pages than this are not asked for; bytes of a page that are read at most.
MOST_PAGES = 20
MOST_BYTES = 65536


async def get(loop, path):
    client = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    client.setblocking(False)
    await loop.sock_connect(client, (host, port))
    request = f"GET {path} HTTP/1.1\r\nHost: {host}:{port}\r\n\r\n"
    await loop.sock_sendall(client, request.encode())

    answer = b""
    while len(answer) < MOST_BYTES:
        data = await loop.sock_recv(client, 4096)
        if len(data) == 0:
            break
        answer += data
    client.close()
    print(f"{path}: {len(answer)} B", flush=True)
    return answer.decode(errors="replace")


async def main():
    loop = asyncio.get_running_loop()
    seen = {"/"}
    paths = ["/"]
    while paths:
        # Not one after the other: while one waits for its answer, the others go on.
        pages = await asyncio.gather(*(get(loop, path) for path in paths))
        links = [path for page in pages for path in re.findall(r'href="(/[^"\s]*)"', page)]
        paths = [path for path in dict.fromkeys(links) if path not in seen]
        paths = paths[: MOST_PAGES - len(seen)]
        seen.update(paths)
    print(f"{len(seen)} pages", flush=True)


asyncio.run(main())
