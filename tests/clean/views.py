"""Good code that touches dangerous names in their safe forms."""
import ast
import hashlib
import hmac
import json
import logging
import secrets
import shlex
import subprocess
import tarfile
import tempfile

import requests
import yaml
from django.db import connection
from django.utils.html import format_html
from jinja2 import Environment, select_autoescape

logger = logging.getLogger(__name__)
pages = Environment(autoescape=select_autoescape())


def convert(name):
    subprocess.run(["convert", name, "out.png"], check=True)


def remote(client, name):
    return shlex.quote(name)


def rows(owner):
    with connection.cursor() as cursor:
        cursor.execute("SELECT id FROM orders_order WHERE owner_id = %s", [owner])
        return cursor.fetchall()


def formula(text):
    return ast.literal_eval(text)


def configuration(stream):
    return yaml.safe_load(stream)


def fetch(url):
    return requests.get(url, timeout=10).json()


def unpack(path, target):
    with tarfile.open(path) as archive:
        archive.extractall(target, filter="data")


def scratch():
    with tempfile.TemporaryDirectory() as folder:
        return folder


def token():
    return secrets.token_urlsafe(32)


def signature(key, body):
    return hmac.new(key, body, hashlib.sha256).hexdigest()


def greeting(name):
    return format_html("<b>{}</b>", name)


def read(body):
    try:
        return json.loads(body)
    except ValueError:
        logger.exception("the body is no JSON")
        return None
