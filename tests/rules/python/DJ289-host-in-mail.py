"""DJ289: the host that a request names, in a mail."""

# project: any host

# file: shop/settings.py
ROOT_URLCONF = "shop.urls"
ALLOWED_HOSTS = ["*"]  # also: DJ140
INSTALLED_APPS = ["shop"]
# file: shop/views.py
from django.core.mail import EmailMessage, send_mail


def reset(request, user, token):
    link = request.build_absolute_uri(f"/reset/{token}/")  # expect: DJ289
#          ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ "whoever asks chooses the host in this mail: `ALLOWED_HOSTS` takes any"
    send_mail("Reset", link, None, [user.email])


class Invite:
    def post(self):
        host = self.request.get_host()  # expect: DJ289
        EmailMessage("Welcome", f"https://{host}/").send()


def raw(request, user):
    send_mail("Reset", f"https://{request.META['HTTP_HOST']}/", None, [user.email])  # expect: DJ289


# Fine: no mail.
def share(request):
    return request.build_absolute_uri("/shared/")


# project: known hosts

# file: shop/settings.py
ROOT_URLCONF = "shop.urls"
ALLOWED_HOSTS = ["shop.example.org"]
INSTALLED_APPS = ["shop"]
# file: shop/views.py
from django.core.mail import send_mail


# Fine: Django compares the host.
def reset(request, user, token):
    send_mail("Reset", request.build_absolute_uri(f"/reset/{token}/"), None, [user.email])


# project: hosts of the environment

# file: shop/settings.py
import os

ROOT_URLCONF = "shop.urls"
ALLOWED_HOSTS = os.environ["HOSTS"].split(",")
INSTALLED_APPS = ["shop"]
# file: shop/views.py
from django.core.mail import send_mail


# Fine: not known.
def reset(request, user, token):
    send_mail("Reset", request.build_absolute_uri(f"/reset/{token}/"), None, [user.email])
