"""Reads the supplier's archive: one YAML file of products, and pictures."""
import os
import tarfile
import tempfile
from pathlib import Path
from urllib.request import urlopen

import yaml
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils.text import slugify

from store.models import Product


class Command(BaseCommand):
    help = "Import products from a supplier's archive (a file or a URL)."

    def add_arguments(self, parser):
        parser.add_argument("archive")
        parser.add_argument("--reload", action="store_true", help="restart the web server at the end")

    def handle(self, *args, archive, reload, **options):
        with tempfile.TemporaryDirectory() as folder:
            if archive.startswith(("http://", "https://")):
                archive = self.download(archive, folder)
            try:
                with tarfile.open(archive) as tar:
                    tar.extractall(folder)  # expect: PY202
            except tarfile.TarError as error:
                raise CommandError(f"not an archive: {error}") from error
            count = self.read(Path(folder))
        self.stdout.write(f"{count} products")
        if reload:
            os.system("systemctl reload shop-web")  # expect: PY605

    def download(self, url, folder):
        target = Path(folder) / "products.tar.gz"
        with urlopen(url, timeout=60) as response:  # expect: PY310
            target.write_bytes(response.read())
        return target

    def read(self, folder):
        with open(folder / "products.yaml", encoding="utf-8") as file:
            rows = yaml.load(file, Loader=yaml.Loader)  # expect: PY506
        with open(settings.BASE_DIR / "suppliers.yaml", encoding="utf-8") as file:
            suppliers = yaml.safe_load(file) or {}
        count = 0
        for row in rows:
            try:
                price = self.price(row, suppliers)
            except Exception:  # expect: PY112
                continue
            Product.objects.update_or_create(
                sku=row["sku"],
                defaults={"name": row["name"], "slug": slugify(row["name"]), "price": price},
            )
            count += 1
        return count

    @staticmethod
    def price(row, suppliers):
        margin = suppliers.get(row["supplier"], {}).get("margin", 1.4)
        return round(float(row["price"]) * margin, 2)
