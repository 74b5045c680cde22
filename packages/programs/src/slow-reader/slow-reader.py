"""Asks for something big and reads it so slowly that the server has to wait."""

import socket
import sys
import time

host = sys.argv[1] if len(sys.argv) > 1 else "127.0.0.1"
port = int(sys.argv[2]) if len(sys.argv) > 2 else 8080

client = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
client.connect((host, port))

client.sendall(f"GET /big HTTP/1.1\r\nHost: {host}:{port}\r\n\r\n".encode())

received = 0
while True:
    data = client.recv(4096)
    if len(data) == 0:
        break
    received += len(data)
    print(f"{received} B", flush=True)
    time.sleep(1)

client.close()
