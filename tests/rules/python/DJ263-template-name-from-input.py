"""DJ263: template names out of the request."""
from django.shortcuts import render
from django.template.loader import get_template
from django.views.generic import TemplateView

TEMPLATES = {"a": "a.html"}


def page(request):
    name = request.GET["page"]
    get_template(request.GET["part"])  # expect: DJ263
    return render(request, f"pages/{name}.html")  # expect: DJ263
    #                      ^^^^^^^^^^^^^^^^^^^^ "whoever sends the request chooses the template: pages of the administration and mails included"


class Page(TemplateView):
    def get_template_names(self):
        return [self.request.GET["page"] + ".html"]  # expect: DJ263


# Fine: a table.
def fine(request):
    return render(request, TEMPLATES[request.GET["page"]], {"page": request.GET["page"]})


# Fine: looked up first.
def checked(request):
    name = request.GET["page"]
    if name in TEMPLATES:
        return render(request, name)
