"""What a server answers to a browser: a few pages, one big file, and errors."""

import re

# One piece of the body of /big, and how many: more than the buffers of both ends can hold.
PIECE = b"." * 65536
PIECES = 256


def page(title, *links):
    anchors = "".join(f' <a href="{path}">{path}</a>' for path in links)
    return f"<!doctype html><title>Sockscope</title><h1>{title}</h1>{anchors}\n".encode()


# A small site, whose pages link to one another.
PAGES = {
    "/": page("It works", "/tcp", "/udp", "/ports"),
    "/tcp": page("A stream of bytes", "/", "/ports"),
    "/udp": page("Single datagrams", "/", "/ports"),
    "/ports": page("One number a program", "/", "/tcp", "/udp"),
}


def answer_to(request):
    """The status, everything but the pieces of /big, and how many pieces follow."""
    line = request.split(b"\r\n")[0].decode(errors="replace")
    match = re.fullmatch(r"([A-Z]+) (/\S*) HTTP/1\.[01]", line)
    if match is None:
        return plain("400 Bad Request")
    if match[1] != "GET":
        return plain("405 Method Not Allowed")
    if match[2] in PAGES:
        return answer("200 OK", "text/html", PAGES[match[2]], 0)
    if match[2] == "/big":
        return answer("200 OK", "text/plain", b"", PIECES)
    return plain("404 Not Found")


def plain(status):
    return answer(status, "text/plain", f"{status}\n".encode(), 0)


def answer(status, kind, body, pieces):
    length = len(body) + pieces * len(PIECE)
    head = f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {length}\r\n"
    return status, f"{head}Connection: close\r\n\r\n".encode() + body, pieces
