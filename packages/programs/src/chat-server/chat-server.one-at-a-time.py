"""What one client says goes to all the others, with its port in front.
Clients one after the other: the next waits in the kernel.
"""

import socket
import sys

host = sys.argv[1] if len(sys.argv) > 1 else "127.0.0.1"
port = int(sys.argv[2]) if len(sys.argv) > 2 else 8000

room = set()


def chat(conn, addr):
    room.add(conn)
    try:
        while True:
            data = conn.recv(1024)
            if len(data) == 0:
                break
            line = f"{addr[1]}: ".encode() + data
            for other in list(room - {conn}):
                try:
                    other.sendall(line)
                except OSError:
                    room.discard(other)
    finally:
        room.discard(conn)
    conn.close()


server = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
server.bind((host, port))
server.listen(128)

while True:
    conn, addr = server.accept()
    try:
        chat(conn, addr)
    except OSError as error:
        # A conversation that fails is over, and only it: the server goes on.
        print(f"{addr[0]}:{addr[1]} {error}", flush=True)
        conn.close()
