"""DJ243: uploads that run."""
from django import forms
from django.core.validators import FileExtensionValidator
from django.http import HttpResponse


class PictureForm(forms.Form):
    picture = forms.FileField(validators=[FileExtensionValidator(["png", "svg"])])  # expect: DJ243
    #                                                            ^^^^^^^^^^^^^^ "files of this kind run: pages and scripts on the address of this site, programs on the machine of whoever opens them"
    # Fine: nobody runs these.
    document = forms.FileField(validators=[FileExtensionValidator(["pdf", "docx"])])


def upload(request):
    file = request.FILES["file"]
    if file.content_type != "application/pdf":  # expect: DJ243
        return HttpResponse(status=400)
    return HttpResponse()


# Fine: another file's type.
def stored(request, document):
    return HttpResponse(status=200 if document.content_type == "application/pdf" else 400)
