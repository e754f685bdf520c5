"""DJ213: raw queries."""
from django.http import HttpResponse

from shop.models import Person


def people(request, name, table):
    Person.objects.raw(f"SELECT * FROM person WHERE name = '{name}'")  # expect: DJ213
    #                  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ "values are put into the text of a raw query: one quote in a value changes what it does"
    Person.objects.raw("SELECT * FROM person WHERE name = '%s'" % name)  # expect: DJ213
    Person.objects.using("old").raw("SELECT * FROM " + table)  # expect: DJ213
    Person.objects.raw("SELECT * FROM person WHERE name = '%s'", [name])  # expect: DJ213
    query = request.POST["query"]
    return HttpResponse(Person.objects.raw(query))  # expect: DJ213


# Fine: parameters.
def fine(name, client):
    Person.objects.raw("SELECT * FROM person WHERE name = %s", [name])
    # Fine: no queryset.
    client.raw(f"{name}")
