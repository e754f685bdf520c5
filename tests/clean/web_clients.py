"""Other servers asked with a time limit and with their certificates checked."""
import ssl
import urllib.request
from urllib.parse import urlsplit

import httpx
import paramiko
import requests

LIMIT = 10
HOST = "127.0.0.1"


def stock(sku: str) -> int:
    response = requests.get(
        "https://warehouse.example.org/stock", params={"sku": sku}, timeout=LIMIT
    )
    response.raise_for_status()
    return response.json()["available"]


def order(lines: list[dict], **options) -> str:
    """Whether `options` holds a limit is the caller's affair."""
    response = requests.post("https://warehouse.example.org/orders", json=lines, **options)
    response.raise_for_status()
    return response.json()["number"]


def with_session(paths: list[str]) -> list[bytes]:
    with requests.Session() as session:
        session.verify = "/etc/ssl/certs/warehouse.pem"
        return [
            session.get(f"https://warehouse.example.org/{path}", timeout=(3, 30)).content
            for path in paths
        ]


async def weather(town: str) -> dict:
    """httpx gives up after five seconds by itself."""
    async with httpx.AsyncClient(verify=True) as client:
        response = await client.get("https://weather.example.org", params={"town": town})
        return response.json()


def news() -> bytes:
    with urllib.request.urlopen("https://news.example.org/feed", timeout=LIMIT) as response:
        return response.read()


def context() -> ssl.SSLContext:
    made = ssl.create_default_context()
    made.minimum_version = ssl.TLSVersion.TLSv1_2
    return made


def is_https(url: str) -> bool:
    return urlsplit(url).scheme == "https"


def disk_space(host: str) -> str:
    client = paramiko.SSHClient()
    client.load_system_host_keys()
    client.set_missing_host_key_policy(paramiko.RejectPolicy())
    client.connect(host, timeout=LIMIT)
    try:
        _, output, _ = client.exec_command("df -h", timeout=LIMIT)
        return output.read().decode()
    finally:
        client.close()
