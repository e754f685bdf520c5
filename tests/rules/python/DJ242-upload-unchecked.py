"""DJ242: uploads that nobody checks."""
from django import forms
from django.core.validators import FileExtensionValidator
from django.db import models


class Invoice(models.Model):
    file = models.FileField(upload_to="invoices/")  # expect: DJ242
    #      ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ "files of any kind and size are taken: nothing checks what is uploaded here"
    # Fine: only pictures.
    picture = models.ImageField()


class UploadForm(forms.Form):
    file = forms.FileField()  # expect: DJ242


# Fine: the ending counts.
class CheckedForm(forms.Form):
    file = forms.FileField(validators=[FileExtensionValidator(["pdf"])])
