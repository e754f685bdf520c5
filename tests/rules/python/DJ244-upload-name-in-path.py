"""DJ244: paths out of the request."""
import os

from django.core.files.storage import FileSystemStorage, default_storage
from django.http import HttpResponse
from django.utils._os import safe_join

FOLDER = "/srv/reports"
REPORTS = {"a": "a.txt"}


def report(request):
    name = request.GET["name"]
    open(name)  # expect: DJ244
    #    ^^^^ "whoever sends the request chooses the path: `../` leads out of the folder"
    path = os.path.join(FOLDER, name)  # expect: DJ244
    default_storage.delete(request.POST["name"])  # expect: DJ244
    FileSystemStorage(location=request.POST["folder"])  # expect: DJ244
    upload = request.FILES["file"]
    kept = os.path.join(FOLDER, upload.name)  # expect: DJ244
    return HttpResponse(path + kept, content_type="text/plain")


# Fine: looked up, or held within the folder.
def fine(request):
    open(os.path.join(FOLDER, REPORTS[request.GET["name"]]))
    open(safe_join(FOLDER, request.GET["name"]))
    default_storage.save(request.FILES["file"].name, request.FILES["file"])


# Fine: checked first.
def checked(request):
    name = request.GET["name"]
    if name in REPORTS:
        return open(os.path.join(FOLDER, name))
