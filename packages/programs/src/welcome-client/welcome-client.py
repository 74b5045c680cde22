"""Connects, reads the greeting, answers and closes."""

import socket
import sys

host = sys.argv[1] if len(sys.argv) > 1 else "127.0.0.1"
port = int(sys.argv[2]) if len(sys.argv) > 2 else 8888

client = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
client.connect((host, port))

data = client.recv(1024)
print(f"接收到来自服务器的数据:{data.decode(errors='replace')}", flush=True)

client.sendall("你好,服务器".encode())

client.close()
