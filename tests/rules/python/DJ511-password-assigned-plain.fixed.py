"""DJ511: passwords stored as they were typed."""
from django.contrib.auth import authenticate
from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import User


def register(request, form):
    user = User(username=form.cleaned_data["name"])
    user.set_password(form.cleaned_data["password"])  # expect: DJ511
#   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ "the password is stored as it was typed: `user.password = form.cleaned_data["password"]` does not hash it"
    user.save()
    request.user.set_password(request.POST["new"])  # expect: DJ511
    new_user.set_password(raw)  # expect: DJ511
    account = User.objects.get(pk=1)
    account.set_password(raw)  # expect: DJ511
    for member in User.objects.filter(is_active=True).order_by("pk"):
        member.set_password(raw)  # expect: DJ511
    found = authenticate(request, username="x", password=raw)
    found.set_password(raw)  # expect: DJ511


# Fine: it is a hash.
def fine(request, other):
    user.set_password(request.POST["password"])  # also: DJ514
    user.password = make_password(request.POST["password"])
    stored = make_password(request.POST["password"])
    user.password = stored
    user.password = other.password
    user.password = hashed
    user.password = "!"
    user.password = "pbkdf2_sha256$1000000$salt$value"  # also: PY105


# Fine: no user.
def connect(form, options):
    options.password = form.cleaned_data["password"]
    form.fields.password = None
