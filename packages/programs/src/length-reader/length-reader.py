"""Four digits say how many bytes the message after them has."""

import json
import socket
import sys

host = sys.argv[1] if len(sys.argv) > 1 else "127.0.0.1"
port = int(sys.argv[2]) if len(sys.argv) > 2 else 8888

server = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
server.bind((host, port))
server.listen(1)
conn, addr = server.accept()

PREFIX = 4
size = None
left = b""
while True:
    wanted = PREFIX if size is None else size
    data = conn.recv(wanted - len(left))
    if not data:
        break
    left += data
    if len(left) < wanted:
        continue
    if size is None:
        size = int(left)
    else:
        print(json.dumps(left.decode(errors="replace"), ensure_ascii=False), flush=True)
        size = None
    left = b""

conn.close()
server.close()
