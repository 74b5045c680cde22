"""Sends five numbered datagrams without a pause, then prints what comes back."""

import socket
import sys

host = sys.argv[1] if len(sys.argv) > 1 else "127.0.0.1"
port = int(sys.argv[2]) if len(sys.argv) > 2 else 9999

client = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)

for number in ["1", "2", "3", "4", "5"]:
    client.sendto(number.encode(), (host, port))

# How many come back nobody can know: it listens for as long as it lives.
while True:
    data, addr = client.recvfrom(2048)
    print(data.decode(errors="replace"), flush=True)
