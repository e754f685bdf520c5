"""Data read in formats that hold data only."""
import ast
import configparser
import csv
import html
import json
import tomllib
from collections.abc import Iterator
from pathlib import Path

import yaml

ALLOWED = {"add": lambda a, b: a + b, "subtract": lambda a, b: a - b}


def read_products(path: Path) -> list[dict]:
    with path.open(encoding="utf-8") as file:
        return yaml.safe_load(file) or []


def read_all(path: Path) -> list[dict]:
    with path.open(encoding="utf-8") as file:
        return list(yaml.load(file, Loader=yaml.SafeLoader))


def read_settings(path: Path) -> dict:
    with path.open("rb") as file:
        return tomllib.load(file)


def read_ini(path: Path) -> configparser.ConfigParser:
    parser = configparser.ConfigParser()
    parser.read(path, encoding="utf-8")
    return parser


def read_cookie(text: str) -> dict:
    try:
        value = json.loads(text)
    except json.JSONDecodeError:
        return {}
    return value if isinstance(value, dict) else {}


def read_literal(text: str):
    """A number, a text or a list of them, as Python writes it."""
    return ast.literal_eval(text)


def calculate(name: str, left: float, right: float) -> float:
    """The table says what may be called; the visitor only picks a row."""
    try:
        operation = ALLOWED[name]
    except KeyError:
        raise ValueError(f"no such operation: {name}") from None
    return operation(left, right)


def rows(path: Path) -> Iterator[dict]:
    with path.open(newline="", encoding="utf-8") as file:
        yield from csv.DictReader(file)


def as_xml(names: list[str]) -> str:
    items = "".join(f"<name>{html.escape(name)}</name>" for name in names)
    return f"<names>{items}</names>"


class Model:
    """`eval` and `load` are fine names for methods."""

    def __init__(self) -> None:
        self.training = True

    def eval(self) -> "Model":
        self.training = False
        return self

    def load(self, state: dict) -> None:
        self.training = state["training"]


def restore(state: dict) -> Model:
    model = Model()
    model.load(state)
    return model.eval()
