"""Only connects: the server speaks first, and its `close` ends the answer."""

import socket
import sys

host = sys.argv[1] if len(sys.argv) > 1 else "127.0.0.1"
port = int(sys.argv[2]) if len(sys.argv) > 2 else 8013

client = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
client.connect((host, port))

answer = b""
while True:
    data = client.recv(1024)
    if len(data) == 0:
        break
    answer += data
print(answer.decode(errors="replace").strip(), flush=True)

client.close()
