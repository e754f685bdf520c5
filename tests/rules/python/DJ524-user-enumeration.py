"""DJ524: answers that tell who has an account."""
from django.contrib import messages
from django.contrib.auth import authenticate
from django.contrib.auth.models import User


def login_view(request):
    try:
        user = User.objects.get(username=request.POST["name"])
    except User.DoesNotExist:
        messages.error(request, "This user does not exist")  # expect: DJ524
        #                       ^^^^^^^^^^^^^^^^^^^^^^^^^^ "strangers find out who has an account here: this is said for unknown names only"
        return None
    return user


class ForgotPassword:
    def post(self, request):
        return {"error": "E-mail not registered"}  # expect: DJ524


# Fine: the same sentence for both.
def login(request):
    """Says nothing about a user that does not exist."""
    messages.error(request, "This name and password do not go together")


# Fine: no login.
def profile(request):
    messages.error(request, "This user does not exist")
