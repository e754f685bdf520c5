"""DJ245: files named by the request."""
from django.http import FileResponse, HttpResponse
from django.shortcuts import get_object_or_404

from shop.models import Document


def download(request):
    return FileResponse(open("/srv/" + request.GET["name"], "rb"))  # expect: DJ245
    #                        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ "whoever sends the request chooses the file that comes back"


def send(request):
    response = HttpResponse()
    response["X-Accel-Redirect"] = "/protected/" + request.GET["name"]  # expect: DJ245
    return response


# Fine: the file of a row.
def document(request, pk):
    document = get_object_or_404(Document, pk=pk)
    return FileResponse(document.file, filename=request.GET["as"])


# Fine: a constant path.
def terms(request):
    response = HttpResponse()
    response["X-Accel-Redirect"] = "/protected/terms.pdf"
    return FileResponse(open("/srv/terms.pdf", "rb"))
