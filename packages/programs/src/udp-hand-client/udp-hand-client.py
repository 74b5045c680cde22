"""Opens a UDP socket and then does what it is told, one call at a time."""

import socket

# Each line that you type is one call: sendto HOST PORT TEXT, recvfrom N, settimeout SECONDS, close
client = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)

while True:
    verb, _, rest = input("> ").partition(" ")
    try:
        if verb == "sendto":
            host, port, text = rest.split(" ", 2)
            print(client.sendto(text.encode(), (host, int(port))))
        elif verb == "recvfrom":
            print(client.recvfrom(int(rest)))
        elif verb == "settimeout":
            client.settimeout(float(rest))
        elif verb == "close":
            client.close()
            break
    except OSError as error:
        print(f"{verb}: {error}")
