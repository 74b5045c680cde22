"""Ends in the middle of a sentence without `close`, as a program that crashes. It is the system
that closes its socket, so the server does hear of it (a FIN, or a RST if there was something
unread). Silence, as after a power cut, cannot be had from a program on the same machine: for
that the link has to swallow everything.
"""

import os
import socket
import sys

host = sys.argv[1] if len(sys.argv) > 1 else "127.0.0.1"
port = int(sys.argv[2]) if len(sys.argv) > 2 else 8888

client = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
client.connect((host, port))

client.sendall(b"I was just about to s")

# As a crash: nothing of this program runs any more, and the system closes its socket.
os._exit(1)
