"""Makes raw socket calls that it is told on stdin, a JSON object a line: each socket has a thread of
its own, so that one that waits keeps nobody waiting. Answers on stdout, in any order, by their id."""
import errno
import json
import os
import queue
import socket
import struct
import sys
import threading

sockets = {}
queues = {}
lock = threading.Lock()


def answer(request, **more):
    with lock:
        sys.stdout.write(json.dumps({"id": request["id"], **more}) + "\n")
        sys.stdout.flush()


def family(request):
    return socket.AF_INET6 if ":" in request.get("host", "") else socket.AF_INET


def do(request):
    verb, name = request["do"], request["socket"]
    if verb == "socket":
        kind = socket.SOCK_DGRAM if request.get("udp") else socket.SOCK_STREAM
        sockets[name] = socket.socket(family(request), kind)
        return None
    if verb == "listen":
        one = sockets[name] = socket.socket(family(request), socket.SOCK_STREAM)
        one.bind((request["host"], 0))
        one.listen(request.get("backlog", 16))
        return one.getsockname()[1]
    if verb == "bind":
        one = sockets[name] = socket.socket(family(request), socket.SOCK_DGRAM)
        one.bind((request["host"], request.get("port", 0)))
        return one.getsockname()[1]
    if verb == "forget":
        sockets.pop(name, None)
        return None
    one = sockets[name]
    one.settimeout(request.get("timeout"))
    if verb == "connect":
        one.connect((request["host"], request["port"]))
        return one.getsockname()[1]
    if verb == "accept":
        sockets[request["as"]], peer = one.accept()
        return peer[1]
    if verb == "send":
        return one.send(b"p" * request["size"])
    if verb == "sendall":
        one.sendall(b"p" * request["size"])
        return request["size"]
    if verb == "sendtext":
        one.sendall(request["text"].encode())
        return len(request["text"])
    if verb == "recv":
        return len(one.recv(request["size"]))
    if verb == "recvall":
        got = 0
        while got < request["size"]:
            more = len(one.recv(min(65536, request["size"] - got)))
            if more == 0:
                break
            got += more
        return got
    if verb == "shutdown":
        one.shutdown(request["how"])
    elif verb == "linger":
        one.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    elif verb == "close":
        one.close()
    elif verb == "sendto":
        return one.sendto(b"d" * request["size"], (request["host"], request["port"]))
    elif verb == "recvfrom":
        data, sender = one.recvfrom(65536)
        return [len(data), sender[1]]
    elif verb == "getsockname":
        return one.getsockname()[1]
    return None


def serve(requests):
    while True:
        request = requests.get()
        try:
            answer(request, ok=do(request))
        except TimeoutError:
            answer(request, errno="TIMEOUT")
        except OSError as error:
            answer(request, errno=errno.errorcode.get(error.errno, str(error)))


for line in sys.stdin:
    asked = json.loads(line)
    name = asked["socket"]
    if name not in queues:
        queues[name] = queue.Queue()
        threading.Thread(target=serve, args=(queues[name],), daemon=True).start()
    queues[name].put(asked)
os._exit(0)
