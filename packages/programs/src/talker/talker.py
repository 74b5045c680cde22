"""Says its lines one after the other, each when the one before was answered."""

import socket
import sys

host = sys.argv[1] if len(sys.argv) > 1 else "127.0.0.1"
port = int(sys.argv[2]) if len(sys.argv) > 2 else 8888

client = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
client.connect((host, port))

for line in ["hello", "can you hear me?", "你好", "that was all"]:
    client.sendall(line.encode())
    data = client.recv(1024)
    if len(data) == 0:
        break
    print(data.decode(errors="replace"), flush=True)

client.close()
