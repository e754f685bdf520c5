"""DJ212: SQL in extra()."""
import pandas
from django.db import models

from shop.models import Order


def orders(request, owner, column):
    Order.objects.extra(where=["owner = '%s'" % owner])  # expect: DJ212
    #                         ^^^^^^^^^^^^^^^^^^^^^^^^ "`extra` puts `["owner = '%s'" % owner]` into the query as SQL"
    Order.objects.filter(a=1).extra(select={"n": f"count({column})"})  # expect: DJ212
    Order.objects.extra(order_by=[request.GET["sort"]])  # expect: DJ212
    Order.objects.all().extra({"n": column}, ["a = b"])  # expect: DJ212


class OrderQuerySet(models.QuerySet):
    def of(self, owner):
        return self.extra(tables=[owner.table])  # expect: DJ212


# Fine: constant texts with parameters, and what is no queryset.
def fine(owner, frame, column):
    Order.objects.extra(where=["owner = %s"], params=[owner])
    Order.objects.extra(select={"n": "count(*)"}, order_by=["-n"])
    # Fine: other libraries have methods of that name.
    frame.extra(where=[column])
    pandas.DataFrame().extra(where=[column])
