"""A message ends with a line feed: collects bytes and cuts them there."""

import json
import socket
import sys

host = sys.argv[1] if len(sys.argv) > 1 else "127.0.0.1"
port = int(sys.argv[2]) if len(sys.argv) > 2 else 8888

server = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
server.bind((host, port))
server.listen(1)
conn, addr = server.accept()

left = b""
while True:
    data = conn.recv(1024)
    if not data:
        break
    left += data
    while b"\n" in left:
        message, _, left = left.partition(b"\n")
        print(json.dumps(message.decode(errors="replace"), ensure_ascii=False), flush=True)

conn.close()
server.close()
