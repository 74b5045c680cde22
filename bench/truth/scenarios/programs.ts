// Programs of other people's libraries, as short as they can be written.

export const HTTP_CLIENT = "import requests, sys\nprint(requests.get(sys.argv[1]).status_code)";

/** Each prints `port N` once it listens. */
export const PYTHON_SERVERS: readonly { readonly module: string; readonly source: string }[] = [
  {
    module: "http.server",
    source: `
import http.server
server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), http.server.SimpleHTTPRequestHandler)
print("port", server.server_port, flush=True)
server.serve_forever()`,
  },
  {
    module: "flask",
    source: `
import flask
from werkzeug.serving import make_server
app = flask.Flask("page")
app.add_url_rule("/", "page", lambda: "hello")
server = make_server("127.0.0.1", 0, app)
print("port", server.server_port, flush=True)
server.serve_forever()`,
  },
  {
    module: "aiohttp",
    source: `
import asyncio
from aiohttp import web
async def page(request):
    return web.Response(text="hello")
async def main():
    app = web.Application()
    app.add_routes([web.get("/", page)])
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    print("port", site._server.sockets[0].getsockname()[1], flush=True)
    await asyncio.Event().wait()
asyncio.run(main())`,
  },
  {
    module: "twisted",
    source: `
from twisted.internet import reactor
from twisted.web import resource, server
class Page(resource.Resource):
    isLeaf = True
    def render_GET(self, request):
        return b"hello"
port = reactor.listenTCP(0, server.Site(Page()), interface="127.0.0.1")
print("port", port.getHost().port, flush=True)
reactor.run()`,
  },
];

/** A server whose children accept, and one on all addresses of both families; each says hello and closes. */
export const FORKED = `
import os, socket
listener = socket.create_server(("127.0.0.1", 0))
print("port", listener.getsockname()[1], flush=True)
for _ in range(2):
    if os.fork() == 0:
        kept = []
        while True:
            conn, _ = listener.accept()
            conn.sendall(b"%d" % os.getpid())
            kept.append(conn)
            os.read(0, 1)
os.wait()`;

export const DUAL_STACK = `
import socket
listener = socket.create_server(("", 0), family=socket.AF_INET6, dualstack_ipv6=True)
print("port", listener.getsockname()[1], flush=True)
kept = []
while True:
    conn, _ = listener.accept()
    conn.sendall(b"hello")
    kept.append(conn)`;

/** Answers each datagram that is not "quiet". */
export const UDP_SERVER = `
import socket
one = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
one.bind(("127.0.0.1", 0))
print("port", one.getsockname()[1], flush=True)
while True:
    data, sender = one.recvfrom(65536)
    print("got", len(data), flush=True)
    if data != b"quiet":
        one.sendto(data, sender)`;
