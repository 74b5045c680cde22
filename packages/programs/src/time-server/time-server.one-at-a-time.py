"""Says what time it is and closes, without having been asked (as RFC 867 has it).
Clients one after the other: the next waits in the kernel.
"""

import datetime
import socket
import sys

host = sys.argv[1] if len(sys.argv) > 1 else "127.0.0.1"
port = int(sys.argv[2]) if len(sys.argv) > 2 else 8013


def tell_time(conn, addr):
    now = datetime.datetime.now(datetime.timezone.utc)
    conn.sendall(now.strftime("%Y-%m-%dT%H:%M:%S.%fZ\n").encode())
    conn.close()


server = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
server.bind((host, port))
server.listen(16)

while True:
    conn, addr = server.accept()
    try:
        tell_time(conn, addr)
    except OSError as error:
        # A conversation that fails is over, and only it: the server goes on.
        print(f"{addr[0]}:{addr[1]} {error}", flush=True)
        conn.close()
