"""DJ240: uploads under the name that was sent."""
import os
import uuid

from django.db import models


def invoice_path(instance, filename):
    return f"invoices/{instance.owner_id}/{filename}"  # expect: DJ240
    #      ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ "the file keeps the name that its sender chose: an upload called `x.html` is a page of this site"


def scan_path(instance, filename):
    return os.path.join("scans", filename)  # expect: DJ240


class Invoice(models.Model):
    file = models.FileField(upload_to=invoice_path)
    scan = models.FileField(upload_to=scan_path)


# Fine: a name of our own.
def own_path(instance, filename):
    return f"invoices/{uuid.uuid4()}.pdf"


# Fine: another function decides.
def other_path(instance, filename):
    return instance.path_of(filename)


# Fine: only the ending is kept.
def ending_path(instance, filename):
    return f"invoices/{instance.pk}{os.path.splitext(filename)[1]}"
