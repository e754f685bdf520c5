"""PY608: queries built as text."""
from django.db import connection


def orders(request, cursor):
    cursor.execute(f"SELECT * FROM orders WHERE owner = '{request.GET['owner']}'")  # expect: PY608
    query = "DELETE FROM orders WHERE id = %s" % request.GET["id"]  # expect: PY608
    return query


def more(cursor, name, table, columns):
    cursor.execute("select a from b where c = '" + name + "'")  # expect: PY608
    cursor.execute("SELECT * FROM {} WHERE a = 1".format(table))  # expect: PY608
    text = f"INSERT INTO log VALUES ('{name}')"  # expect: PY608
    text = f"DROP TABLE {table}"  # expect: PY608
    return text


# Fine: a placeholder.
def fine(cursor, owner):
    cursor.execute("SELECT * FROM orders WHERE owner = %s", (owner,))


# Fine: prose that begins with a word of SQL.
def prose(value):
    raise ValueError(f"Select a value from {value}")


# Fine: constants and numbers.
def numbers(cursor, page):
    cursor.execute(f"SELECT * FROM orders LIMIT {int(page)}")
    cursor.execute("SELECT * " + "FROM orders")
