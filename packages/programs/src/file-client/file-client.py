"""Sends a file in pieces of 64 KiB, says that this was all, and reads how much has arrived."""

import socket
import sys

host = sys.argv[1] if len(sys.argv) > 1 else "127.0.0.1"
port = int(sys.argv[2]) if len(sys.argv) > 2 else 8021
number = int(sys.argv[3]) if len(sys.argv) > 3 else 1

client = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
client.connect((host, port))

file = b"a" * 200_000
client.sendall(f"file-{number}.txt {len(file)}\n".encode())
for sent in range(0, len(file), 65536):
    client.sendall(file[sent : sent + 65536])
client.shutdown(socket.SHUT_WR)

answer = client.recv(1024)
print(answer.decode(errors="replace").strip(), flush=True)

client.close()
