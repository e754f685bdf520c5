"""DJ211: SQL in expressions."""
from django.db import connection
from django.db.models.expressions import RawSQL
from shop.models import Order


def orders(request, field):
    kind = request.GET["kind"]
    Order.objects.annotate(a=RawSQL(f"kind = '{kind}'", ()))  # expect: DJ211
    #                               ^^^^^^^^^^^^^^^^^^ "data of the request becomes a part of the SQL: who sends it can read and change the database"
    Order.objects.annotate(b=RawSQL("sum(%s)" % field, []))  # expect: DJ211
    Order.objects.annotate(c=RawSQL("kind = %s", (kind,)))  # expect: DJ211


# Fine: constant SQL with parameters, quoted names.
def fine(kind, field):
    RawSQL("kind = %s", (kind,))
    # Fine: quoted by the database's own rules.
    RawSQL(f"sum({connection.ops.quote_name(field)})", ())
