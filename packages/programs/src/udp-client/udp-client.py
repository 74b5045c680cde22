"""Sends one datagram without connecting first, waits for one and closes."""

import socket
import sys

host = sys.argv[1] if len(sys.argv) > 1 else "127.0.0.1"
port = int(sys.argv[2]) if len(sys.argv) > 2 else 9999

client = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)

client.sendto("你好,UDP服务器".encode(), (host, port))

data, addr = client.recvfrom(2048)
print(f"接收到来自 {addr[0]}:{addr[1]} 的数据:{data.decode(errors='replace')}", flush=True)

client.close()
