"""Accepts one client and then does with it what it is told, one call at a time."""

import socket
import sys

host = sys.argv[1] if len(sys.argv) > 1 else "127.0.0.1"
port = int(sys.argv[2]) if len(sys.argv) > 2 else 8888

server = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
server.bind((host, port))
server.listen(1)

conn, addr = server.accept()

# Each line that you type is one call: send TEXT, recv N, shutdown, settimeout SECONDS, close
while True:
    verb, _, rest = input("> ").partition(" ")
    try:
        if verb == "send":
            print(conn.send(rest.encode()))
        elif verb == "recv":
            print(conn.recv(int(rest)))
        elif verb == "shutdown":
            conn.shutdown(socket.SHUT_WR)
        elif verb == "settimeout":
            conn.settimeout(float(rest))
        elif verb == "close":
            conn.close()
            break
    except OSError as error:
        print(f"{verb}: {error}")
