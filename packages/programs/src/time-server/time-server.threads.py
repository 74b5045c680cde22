"""Says what time it is and closes, without having been asked (as RFC 867 has it).
Each client has a thread of its own.
"""

import datetime
import socket
import sys
import threading

host = sys.argv[1] if len(sys.argv) > 1 else "127.0.0.1"
port = int(sys.argv[2]) if len(sys.argv) > 2 else 8013


def tell_time(conn, addr):
    now = datetime.datetime.now(datetime.timezone.utc)
    conn.sendall(now.strftime("%Y-%m-%dT%H:%M:%S.%fZ\n").encode())
    conn.close()


def serve(conn, addr):
    try:
        tell_time(conn, addr)
    except OSError as error:
        # A conversation that fails is over, and only it: the server goes on.
        print(f"{addr[0]}:{addr[1]} {error}", flush=True)
        conn.close()


server = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
server.bind((host, port))
server.listen(16)

while True:
    conn, addr = server.accept()
    # A thread of its own, which may be asleep as long as it likes.
    threading.Thread(target=serve, args=(conn, addr), daemon=True).start()
