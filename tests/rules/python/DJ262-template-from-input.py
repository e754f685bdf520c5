"""DJ262: templates out of the request."""
from django.http import HttpResponse
from django.template import Context, Engine, Template, engines


def preview(request):
    text = request.POST["text"]
    page = Template(text).render(Context())  # expect: DJ262
    #               ^^^^ "whoever sends the request writes the template: it reads settings and, with Jinja2, runs code"
    more = engines["django"].from_string("<p>" + text)  # expect: DJ262
    other = Engine().from_string(request.GET["t"])  # expect: DJ262
    return HttpResponse(page), more, other


# Fine: the text is a value.
def fine(request):
    return HttpResponse(Template("<p>{{ text }}</p>").render(Context({"text": request.POST["text"]})))


# Fine: looked up.
def named(request, texts):
    return Template(texts[request.GET["name"]])
