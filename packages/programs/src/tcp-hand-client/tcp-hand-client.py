"""Opens a TCP socket and then does what it is told, one call at a time."""

import socket

# Each line that you type is one call: connect HOST PORT, send TEXT, recv N, shutdown, settimeout SECONDS, close
client = socket.socket(socket.AF_INET, socket.SOCK_STREAM)

while True:
    verb, _, rest = input("> ").partition(" ")
    try:
        if verb == "connect":
            host, port = rest.split()
            client.connect((host, int(port)))
        elif verb == "send":
            print(client.send(rest.encode()))
        elif verb == "recv":
            print(client.recv(int(rest)))
        elif verb == "shutdown":
            client.shutdown(socket.SHUT_WR)
        elif verb == "settimeout":
            client.settimeout(float(rest))
        elif verb == "close":
            client.close()
            break
    except OSError as error:
        print(f"{verb}: {error}")
