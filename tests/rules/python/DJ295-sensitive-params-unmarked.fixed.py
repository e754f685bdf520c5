"""DJ295: what stands in reports of errors."""
from django.shortcuts import render
from django.utils.decorators import method_decorator
from django.views import View
from django.views.decorators.debug import sensitive_post_parameters


@sensitive_post_parameters()
def enter(request):
    raw = request.POST["password"]  # expect: DJ295
    #     ^^^^^^^^^^^^^^^^^^^^^^^^ "when this fails, what was typed stands in the report: the view is not marked as sensitive"
    card = request.POST.get("card_number")  # expect: DJ295
    return render(request, "a.html", {"raw": raw, "card": card})


# Fine: it is marked.
@sensitive_post_parameters("password")
def marked(request):
    return check(request.POST["password"])


@method_decorator(sensitive_post_parameters(), name="dispatch")
class Marked(View):
    def post(self, request):
        return check(request.POST["password"])


# Fine: nothing secret.
def search(request):
    return find(request.POST["query"])
