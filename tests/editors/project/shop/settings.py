"""Settings of the shop."""
from pathlib import Path

BASE_DIR = Path(__file__).resolve().parent.parent

SECRET_KEY = "django-insecure-example"
DEBUG = True
ALLOWED_HOSTS = ["shop.example.org"]
INSTALLED_APPS = ["shop"]
