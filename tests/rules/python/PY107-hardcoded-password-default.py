"""PY107: secrets as defaults."""
import dataclasses as dc
from dataclasses import dataclass

import click
import typer
from pydantic import BaseModel, Field


def connect(host, password="Zq81Tr55"):  # expect: PY107
#                          ^^^^^^^^^^ "a secret seems to stand in the source: the default of `password`"
    return open_session(host, password)


async def login(user, *, api_key: str = "Zq81Tr55Mw27Kc93"):  # expect: PY107
    return await send(user, api_key)


def mixed(passwd="Zq81Tr55", /, secret="Zq81Tr56"):  # expect: PY107, PY107
    return passwd


opener = lambda token="Zq81Tr55Mw27Kc93": token  # expect: PY107


def command(password: str = typer.Option("Zq81Tr55", help="to log in")):  # expect: PY107
    connect("db.example.org", password)


@click.command()
@click.option("--password", default="Zq81Tr55")  # expect: PY107
def other_command(password):
    connect("db.example.org", password)


@dataclass
class Account:
    password: str = dc.field(default="Zq81Tr55")  # expect: PY107
    secret: str = "Zq81Tr55"  # also: PY105


class Shop(BaseModel):
    api_key: str = Field("Zq81Tr55Mw27Kc93", alias="apiKey")  # expect: PY107


# Fine: the caller decides.
def connect_with(host, password=None):
    return open_session(host, password)


# Fine: nothing that opens a door.
def ask(password="", token_type="Zq81Tr55", token="<token>"):
    return prompt(password)


# Fine: a text for people.
def show(password_help="Eight letters and more"):
    return show_help(password_help)
