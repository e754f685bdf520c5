"""PY104: services open to every network."""
import asyncio
import ipaddress
import socket
import socket as net
from http.server import HTTPServer

import uvicorn
from aiohttp import web

server = socket.socket()
server.bind(("0.0.0.0", 8000))  # expect: PY104
#            ^^^^^^^^^ "`"0.0.0.0"` listens on every network this machine is part of"

server.bind(("", 8000))  # expect: PY104
net.create_server(("::", 8000))  # expect: PY104
HTTPServer(("0.0.0.0", 8000), Handler)  # expect: PY104
unknown.bind(("", 8000))  # expect: PY104
uvicorn.run(app, host="0.0.0.0")  # expect: PY104
uvicorn.run(app, host="")  # expect: PY104
web.run_app(app, host="::")  # expect: PY104
asyncio.start_server(handle, "0.0.0.0", 8000)  # expect: PY104
serve(app, host="0.0.0.0")  # expect: PY104
demo.launch(server_name="0.0.0.0")  # expect: PY104
LISTEN_ON = "0.0.0.0"  # expect: PY104
settings.http_host = "::"  # expect: PY104


def start(host="0.0.0.0"):  # expect: PY104
    return serve(app, host=host)


# Nothing says that something listens: low.
addresses = ["0.0.0.0", address]  # expect: PY104

# Fine: this machine only.
server.bind(("127.0.0.1", 8000))
uvicorn.run(app, host="::1")

# Fine: a question about an address.
if host == "0.0.0.0" or host in ("0.0.0.0", "::"):
    warn()

# Fine: no address is listened on.
ipaddress.ip_address("0.0.0.0")
names = {"0.0.0.0": "all"}
route = {"gateway": "0.0.0.0"}
network = "0.0.0.0/0"
url = make_url(host="")
separator = "::"

ALLOWED_HOSTS = ["localhost", "0.0.0.0"]
UNUSABLE = ["", "N/A", "0.0.0.0"]
nowhere = IPv4Address("0.0.0.0")

# Known miss: the address comes out of a text.
serve(app, host="0.0.0.0:8000".split(":")[0])  # todo: PY104
