"""Reads the supplier's archive."""
import tarfile
import tempfile
import zipfile

from django.core.management.base import BaseCommand


class Command(BaseCommand):
    help = "Reads the supplier's archive"

    def add_arguments(self, parser):
        parser.add_argument("archive")

    def handle(self, archive, **options):
        target = tempfile.mktemp()  # expect: PY306
        if zipfile.is_zipfile(archive):
            with zipfile.ZipFile(archive) as pictures:
                pictures.extractall(target)
        else:
            with tarfile.open(archive) as pictures:
                pictures.extractall(target)  # expect: PY202
        self.stdout.write(target)
