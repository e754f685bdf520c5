"""DJ214: queries of Django's cursors."""
import sqlite3

from django.db import connection, connections

from shop.models import Order


def find(request, name, table, ids):
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM person WHERE name = %s", (name,))  # expect: DJ214
    #                  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ "values are put into the text of an SQL query: one quote in a value changes what the query does"
        cursor.execute("UPDATE person SET name = '%s'" % name)  # expect: DJ214
        cursor.execute("SELECT * FROM " + table)  # expect: DJ214
        cursor.execute(f"DROP TABLE {table}")  # expect: DJ214
        cursor.execute("SELECT 1 WHERE a = %s", [name])  # expect: DJ214
        cursor.execute(request.body)  # expect: DJ214
    other = connections["other"].cursor()
    other.execute("delete from person where name = %s", (name,))  # expect: DJ214
    # Another database's cursor has placeholders of its own.
    sqlite3.connect("x").execute(f"SELECT * FROM person WHERE name = {name}")  # expect: PY608


# Fine: parameters, rows of placeholders, names that the model declares.
def fine(name, ids):
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM person WHERE name = %s", [name])
        cursor.execute("SELECT * FROM person WHERE id IN (%s)" % ", ".join(["%s"] * len(ids)), ids)
        # Fine: names that the model or the database vouches for.
        cursor.execute(f"SELECT count(*) FROM {Order._meta.db_table}")
        cursor.execute(f"SELECT * FROM {connection.ops.quote_name(name)}")
