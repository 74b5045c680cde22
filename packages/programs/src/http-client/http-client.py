"""Asks for a page as a browser does, and prints the first line of the answer."""

import socket
import sys

host = sys.argv[1] if len(sys.argv) > 1 else "127.0.0.1"
port = int(sys.argv[2]) if len(sys.argv) > 2 else 8080

client = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
client.connect((host, port))

client.sendall(f"GET / HTTP/1.1\r\nHost: {host}:{port}\r\n\r\n".encode())

answer = b""
while True:
    data = client.recv(4096)
    if len(data) == 0:
        break
    answer += data
status = answer.decode(errors="replace").split("\r\n")[0]
print(f"{status} ({len(answer)} B)", flush=True)

client.close()
