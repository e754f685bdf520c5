# path: shop/management/commands/setup_shop.py
"""DJ523: administrators with a known password."""
import os

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand


class Command(BaseCommand):
    def handle(self, *args, **options):
        User = get_user_model()
        User.objects.create_superuser("admin", "admin@example.org", "admin")  # expect: DJ523
        #                                                           ^^^^^^^ "an administrator with a known password is made: it stands in the source"
        User.objects.create_superuser("root", password="toor")  # expect: DJ523
        User.objects.create_superuser("a", "a@example.org", os.environ.get("PASSWORD", "admin"))  # expect: DJ523
        password = os.getenv("PASSWORD", "changeme")
        User.objects.create_superuser("b", password=password)  # expect: DJ523
        #                                           ^^^^^^^^ "an administrator with a known password is made wherever the variable is forgotten"

        # Fine: nobody knows it.
        User.objects.create_superuser("c", password=os.environ["PASSWORD"])
        User.objects.create_superuser("d", password=options["password"])
        User.objects.create_superuser("e", "e@example.org")

        # Fine: no administrator.
        User.objects.create_guest("f", "f@example.org", "f")
