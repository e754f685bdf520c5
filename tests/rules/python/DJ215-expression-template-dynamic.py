"""DJ215: database functions made of values."""
from django.db.models import F, Func, Value

from shop.models import Order


class Wide(Func):
    # Fine: a constant template.
    template = "wide(%(expressions)s)"

    # Fine: what the program itself puts in when it compiles.
    def as_sqlite(self, compiler, connection, **more):
        return self.as_sql(compiler, connection, template=f"wide({self.unit})", **more)


def report(request, unit):
    Func(F("a"), template=f"convert(%(expressions)s, '{unit}')")  # expect: DJ215
    #                     ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ "values are put into the SQL of a database function"
    Func(F("a"), function=request.GET["f"])  # expect: DJ215
    # Fine: a constant, and a value as an expression.
    Func(F("a"), Value(unit), function="CONVERT")
