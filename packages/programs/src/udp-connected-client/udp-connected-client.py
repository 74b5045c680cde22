"""Sends three datagrams over a connected UDP socket. `connect` sends nothing: the system remembers
the other address, lets in datagrams from there alone, and can say when nobody listens.
"""

import socket
import sys
import time

host = sys.argv[1] if len(sys.argv) > 1 else "127.0.0.1"
port = int(sys.argv[2]) if len(sys.argv) > 2 else 9999

client = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
client.connect((host, port))

for number in [1, 2, 3]:
    try:
        client.send(f"datagram {number}".encode())
        data = client.recv(2048)
        print(data.decode(errors="replace"), flush=True)
    except OSError as error:
        # `send` had nothing to complain of; the answer that nobody listens came after it.
        print(error.strerror, flush=True)
        # The socket is still good: perhaps somebody listens in a second.
        time.sleep(1)

client.close()
