"""Asks for a page by a library: Requests. The library opens a socket of its own."""

import sys

try:
    import requests
except ImportError:
    sys.exit("This needs the library Requests: pip install requests")

host = sys.argv[1] if len(sys.argv) > 1 else "127.0.0.1"
port = int(sys.argv[2]) if len(sys.argv) > 2 else 8080

# Elsewhere it is not led: nothing is asked of another machine.
response = requests.get(f"http://{host}:{port}/", allow_redirects=False)

page = response.text
print(f"{response.status_code} {response.reason} ({len(page)} characters)", flush=True)
