"""DJ515: empty passwords."""
from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import User

NOTHING = ""


def invite(request, user):
    user.set_password(None)  # expect: DJ515
    #                 ^^ "an empty password is a password: whoever knows the name can log in with nothing"
    user.password = make_password(None)  # expect: DJ515
    User.objects.create_user("anna", "anna@example.org", None)  # expect: DJ515
    User.objects.create_user("anna", password=None)  # expect: DJ515
    user.set_password(request.POST.get("password", None))  # expect: DJ515  # also: DJ514


# Fine: no password at all.
def fine(request, user):
    user.set_password(None)
    user.set_unusable_password()
    user.password = make_password(None)
    User.objects.create_user("anna", "anna@example.org")
    User().set_password("")


# Fine: one that was typed.
def typed(form, user):
    user.set_password(form.cleaned_data["password"])
    user.set_password(form.data.get("password", None))
