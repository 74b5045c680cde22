"""Greets a client, hears what it has to say, and closes.
Each client has a thread of its own.
"""

import socket
import sys
import threading

host = sys.argv[1] if len(sys.argv) > 1 else "127.0.0.1"
port = int(sys.argv[2]) if len(sys.argv) > 2 else 8888


def welcome(conn, addr):
    print(f"接收到来自 {addr[0]}:{addr[1]} 的连接", flush=True)

    conn.sendall("欢迎连接到服务器".encode())

    data = conn.recv(1024)
    print(f"接收到来自客户端的数据:{data.decode(errors='replace')}", flush=True)

    conn.close()
    print("与客户端的连接已关闭", flush=True)


def serve(conn, addr):
    try:
        welcome(conn, addr)
    except OSError as error:
        # A conversation that fails is over, and only it: the server goes on.
        print(f"{addr[0]}:{addr[1]} {error}", flush=True)
        conn.close()


server = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
server.bind((host, port))
server.listen(5)
print("服务器已启动,等待客户端连接...", flush=True)

while True:
    conn, addr = server.accept()
    # A thread of its own, which may be asleep as long as it likes.
    threading.Thread(target=serve, args=(conn, addr), daemon=True).start()
