"""Sends every datagram back to where it came from. There is no connection to accept or close."""

import socket
import sys

host = sys.argv[1] if len(sys.argv) > 1 else "127.0.0.1"
port = int(sys.argv[2]) if len(sys.argv) > 2 else 9999

server = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
server.bind((host, port))

while True:
    data, addr = server.recvfrom(2048)
    server.sendto(data, addr)
