"""Sends small letters and prints what comes back."""

import socket
import sys

host = sys.argv[1] if len(sys.argv) > 1 else "127.0.0.1"
port = int(sys.argv[2]) if len(sys.argv) > 2 else 8888
number = int(sys.argv[3]) if len(sys.argv) > 3 else 1

client = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
client.connect((host, port))

client.sendall(f"quiet please, {number}".encode())

data = client.recv(1024)
print(data.decode(errors="replace"), flush=True)

client.close()
