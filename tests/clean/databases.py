"""Queries whose values travel apart from their text."""
import sqlite3
from contextlib import closing
from datetime import date

from django.db import connection
from django.db.models import F, Q, QuerySet

COLUMNS = {"name": "name", "price": "price"}
TABLE = "product"


def by_name(database: sqlite3.Connection, name: str) -> list[tuple]:
    with closing(database.cursor()) as cursor:
        cursor.execute("SELECT id, price FROM product WHERE name = ?", (name,))
        return cursor.fetchall()


def insert(database: sqlite3.Connection, rows: list[tuple]) -> None:
    with database:
        database.executemany("INSERT INTO product (name, price) VALUES (?, ?)", rows)


def count(database: sqlite3.Connection) -> int:
    """Built from constants alone."""
    cursor = database.execute("SELECT COUNT(*) FROM " + TABLE)
    return cursor.fetchone()[0]


def by_ids(ids: list[int]) -> list[tuple]:
    marks = ", ".join(["%s"] * len(ids))
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT id, name FROM store_product WHERE id IN ({marks})", ids)
        return cursor.fetchall()


def sold_since(day: date) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT product_id, SUM(quantity) FROM store_orderline"
            " WHERE sold_on >= %s GROUP BY product_id",
            [day],
        )
        return cursor.fetchall()


def search(products: QuerySet, words: str) -> QuerySet:
    return products.filter(Q(name__icontains=words) | Q(text__icontains=words))


def ordered(products: QuerySet, wish: str) -> QuerySet:
    return products.order_by(COLUMNS.get(wish, "name"))


def raise_prices(products: QuerySet, percent: int) -> int:
    return products.update(price=F("price") * (100 + percent) / 100)


def prose(user: str, folder: str) -> list[str]:
    """Sentences, not statements."""
    return [
        f"Select an item from {folder}, {user}",
        f"Update {user} on your delivery date",
        f"{user} will drop the table at {folder}",
    ]
