"""Says hello to everybody, then listens for as long as the server is there."""

import socket
import sys

host = sys.argv[1] if len(sys.argv) > 1 else "127.0.0.1"
port = int(sys.argv[2]) if len(sys.argv) > 2 else 8000
number = int(sys.argv[3]) if len(sys.argv) > 3 else 1

client = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
client.connect((host, port))

client.sendall(f"hello, I am client {number}".encode())

while True:
    data = client.recv(1024)
    if len(data) == 0:
        break
    print(data.decode(errors="replace"), flush=True)

client.close()
