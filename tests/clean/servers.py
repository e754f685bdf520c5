"""Servers that listen where they should and tell strangers little."""
import argparse
import asyncio
import ipaddress
import os
import socket
from http.server import HTTPServer, SimpleHTTPRequestHandler

from flask import Flask

app = Flask(__name__)
app.config["MAX_CONTENT_LENGTH"] = 5 * 1024 * 1024


@app.route("/health")
def health() -> dict:
    return {"state": "up"}


def run_development_server() -> None:
    app.run(host="127.0.0.1", port=8000, debug=bool(os.environ.get("SHOP_DEBUG")))


def listen(port: int) -> socket.socket:
    server = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    server.bind(("127.0.0.1", port))
    server.listen()
    return server


def serve_folder(port: int) -> HTTPServer:
    return HTTPServer(("localhost", port), SimpleHTTPRequestHandler)


async def echo(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    writer.write(await reader.readline())
    await writer.drain()
    writer.close()


async def serve_echo() -> None:
    server = await asyncio.start_server(echo, "localhost", 7000)
    async with server:
        await server.serve_forever()


def is_everywhere(address: str) -> bool:
    """An address is compared with, not bound to."""
    return ipaddress.ip_address(address).is_unspecified or address == "0.0.0.0"


def arguments() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser()
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--password-file", help="a file that holds the password")
    return parser


def check_port(port: int) -> int:
    if not 0 < port < 65536:
        raise ValueError("no such port")
    return port
