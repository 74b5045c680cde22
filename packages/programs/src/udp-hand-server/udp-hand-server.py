"""Binds a UDP socket and then does what it is told, one call at a time."""

import socket
import sys

host = sys.argv[1] if len(sys.argv) > 1 else "127.0.0.1"
port = int(sys.argv[2]) if len(sys.argv) > 2 else 9999

server = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
server.bind((host, port))

# Each line that you type is one call: sendto HOST PORT TEXT, recvfrom N, settimeout SECONDS, close
while True:
    verb, _, rest = input("> ").partition(" ")
    try:
        if verb == "sendto":
            host, port, text = rest.split(" ", 2)
            print(server.sendto(text.encode(), (host, int(port))))
        elif verb == "recvfrom":
            print(server.recvfrom(int(rest)))
        elif verb == "settimeout":
            server.settimeout(float(rest))
        elif verb == "close":
            server.close()
            break
    except OSError as error:
        print(f"{verb}: {error}")
