"""A message is always ten bytes: reads on until it has them."""

import json
import socket
import sys

host = sys.argv[1] if len(sys.argv) > 1 else "127.0.0.1"
port = int(sys.argv[2]) if len(sys.argv) > 2 else 8888

server = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
server.bind((host, port))
server.listen(1)
conn, addr = server.accept()

SIZE = 10
left = b""
while True:
    data = conn.recv(SIZE - len(left))
    if not data:
        break
    left += data
    if len(left) < SIZE:
        continue
    print(json.dumps(left.decode(errors="replace"), ensure_ascii=False), flush=True)
    left = b""

conn.close()
server.close()
