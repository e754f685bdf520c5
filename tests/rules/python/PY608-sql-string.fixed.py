"""PY608: queries built as text."""
from django.db import connection
from sqlalchemy import text


def orders(request, cursor):
    cursor.execute("SELECT * FROM orders WHERE owner = %s", (request.GET['owner'],))  # expect: PY608
    query = "DELETE FROM orders WHERE id = %s" % request.GET["id"]  # expect: PY608
    return query


def more(cursor, name, table, columns):
    cursor.execute("select a from b where c = '" + name + "'")  # expect: PY608
    cursor.execute("SELECT * FROM {} WHERE a = 1".format(table))  # expect: PY608
    text = f"INSERT INTO log VALUES ('{name}')"  # expect: PY608
    text = f"DROP TABLE {table}"  # expect: PY608
    return text


# A query that has a name is reported once, where it is built.
def named(cursor, name, table):
    query = f"SELECT * FROM orders WHERE owner = '{name}'"  # expect: PY608
    cursor.execute(query)
    small = f"select * from orders where owner = '{name}'"
    cursor.execute(small)  # expect: PY608
    cursor.execute(text(f"update {table} set a = '{name}'"))  # expect: PY608


# Names cannot be placeholders.
def names(table, view, name):
    yield f"DROP TABLE IF EXISTS {table}"  # expect: PY608
#         ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ "a table or column name is put into the query as it is: take it from a list of known names"
    yield f"CREATE MATERIALIZED VIEW {view} AS SELECT 1"  # expect: PY608
    yield f'SELECT * FROM a WHERE b = "{name}"'  # expect: PY608
#         ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ "values are put into the text of an SQL query: one quote in a value changes what the query does"
    yield f"-- why\nCALL {view}(1)"  # expect: PY608


# Nor can anything that a table is made of.
def tables(cursor, table, column):
    cursor.execute(f"CREATE TABLE {table} ({column} int)")  # expect: PY608
#                  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ "a text is put into a statement that takes no placeholders: take names from a list of known ones"
    cursor.execute(text("ALTER TABLE a " + column))  # expect: PY608
    return "GRANT ALL ON {} TO {}".format(table, column)  # expect: PY608


# Small letters under a name that says what they are.
class Sensor:
    def update(self, where, table, name):
        self.query = f"select value from weather where {where}"  # expect: PY608
        last_sql = (
            "select * from {}".format(table)  # expect: PY608
        )
        queries = {"2": f"update a set b = '{name}'"}  # todo: PY608
        query = {"2": f"update a set b = '{name}'"}  # expect: PY608
        other_query = {"2": ("update a set b = '" "{}'".format(name))}  # expect: PY608
        return last_sql, queries, query, other_query


# Parts that are put in further down count.
def grown(cursor, name):
    parts = ["SELECT * FROM a"]
    parts.append(f"WHERE b = '{name}'")
    cursor.execute(" ".join(parts))  # expect: PY608


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


# Fine: parts that are put in further down are constants, too.
def constant_parts(cursor, sort):
    parts = ["SELECT * FROM a"]
    if sort:
        parts.append("ORDER BY b")
    cursor.execute(" ".join(parts))


# Fine: a log of what is run.
def log(command):
    return f"EXEC {command}"


# Fine: names that are quoted, or stand in the program.
def quoted(cursor, Order, table, columns):
    quote = connection.ops.quote_name
    cursor.execute("SELECT %s FROM %s" % (", ".join(map(connection.ops.quote_name, columns)), quote(table)))
    cursor.execute(f"DELETE FROM {Order._meta.db_table} WHERE {Order._meta.pk.column} = %s", [1])
    cursor.execute(f"DROP TABLE {Order._meta.db_table}")


# Fine: small letters that are prose.
def small_prose(value, log):
    question = f"select a value from {value}"
    query = f"Select a value from {value}"
    log.info(f"update of {value} failed: set it again")
    return question, query
