"""DJ241: uploads out of the media folder."""
from django.db import models


class Invoice(models.Model):
    a = models.FileField(upload_to="srv/invoices/")  # expect: DJ241
    #                              ^^^^^^^^^^^^^^^^ "uploads leave the media folder: "/srv/invoices/" is no path below it"
    b = models.ImageField("Scan", None, "../scans")  # expect: DJ241
    # Fine: below the media folder.
    c = models.FileField(upload_to="invoices/%Y/")
    # Fine: a function decides.
    d = models.FileField(upload_to=lambda instance, name: name)
