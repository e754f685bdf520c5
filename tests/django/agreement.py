#!/usr/bin/env python3
"""Compares what Django's own deployment check says about projects with what watchpost says without running them.

    tests/django/agreement.py --watchpost target/debug/watchpost --scratch /some/folder

Makes an environment for each release of Django that can be had for the Python that runs this, makes projects of
different kinds in it, asks `run_checks(include_deployment_checks=True)` under their production settings, and
`watchpost check`. Prints a table, and ends with 1 if they disagree on an id that both know.
Releases that cannot be had are named, and are no failure.
"""

import argparse
import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
import venv
from pathlib import Path

HERE = Path(__file__).resolve().parent
RULES = HERE.parent.parent / "queries" / "settings"
RELEASES = ["4.2", "5.2", "6.0", "6.1"]
PACKAGES = [
    "django-environ",
    "python-decouple",
    "django-configurations",
    "pydantic-settings",
    "django-split-settings",
    "dj-database-url",
]

CHECK = """
import json, os, sys
sys.path.insert(0, os.getcwd())
{setup}
import django
django.setup()
from django.core.checks import run_checks
print("IDS" + json.dumps(sorted({{m.id for m in run_checks(include_deployment_checks=True) if m.id}})))
"""
SETUP = {"configurations": "import configurations\nconfigurations.setup()"}

KEY = "q8Zr5vN2xT7mB4kW9sD6fG3hJ1lP0yC8uA5eR2tV7nM4bX9zK6wS3dF1gH"


def known_ids():
    """Django's ids by rule of ours."""
    ids = {}
    for path in sorted(RULES.glob("*.toml")):
        rule = tomllib.loads(path.read_text())
        named = rule.get("also", {}).get("django", [])
        ids[rule["code"]] = [named] if isinstance(named, str) else named
    return ids


def run(arguments, cwd=None, env=None):
    done = subprocess.run(arguments, cwd=cwd, env=env, capture_output=True, text=True)
    if done.returncode != 0:
        raise RuntimeError(f"{' '.join(map(str, arguments))}\n{done.stdout}{done.stderr}")
    return done.stdout


def environment(scratch, name, packages):
    """The Python of an environment with these packages, or why there is none."""
    folder = scratch / "environments" / name
    python = folder / "bin" / "python"
    if not (folder / "complete").exists():
        shutil.rmtree(folder, ignore_errors=True)
        venv.create(folder, with_pip=True)
        pip = [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
        try:
            run([*pip, *packages])
        except RuntimeError as error:
            wanted = re.search(r"Requires-Python (\S+)", str(error))
            if not wanted:
                return None, str(error).splitlines()[-1]
            # The checks may run all the same on a Python that the release no longer supports.
            try:
                run([*pip, "--ignore-requires-python", *packages])
                run([python, "-c", "import django.core.checks.security.base"])
                print(f"{packages[0]} wants Python {wanted[1]}: its checks run on an older one here")
            except RuntimeError:
                return None, f"needs Python {wanted[1]}"
        (folder / "complete").touch()
    return python, None


# Differences that are meant, by release and rule of ours: Django 6.0 has no check of nonces yet, 6.1 has.
MEANT = {("6.0", "DJ127")}


class Project:
    """Files of a project, its settings module for production, and the variables it reads."""

    def __init__(self, name, module, files, variables=None, setup=None):
        self.name, self.module, self.files = name, module, files
        self.variables, self.setup = variables or {}, setup

    def write(self, folder, release):
        for path, text in self.files.items():
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_text(text)
        (folder / "requirements.txt").write_text(f"Django=={release}\n")


APPS = """
INSTALLED_APPS = [
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
ROOT_URLCONF = "shop.urls"
DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]
"""
URLS = "from django.urls import path\n\nurlpatterns = []\n"


def shop(module, **files):
    """The files that every project has, with these settings."""
    start = f"import os\n\nos.environ.setdefault('DJANGO_SETTINGS_MODULE', '{module}')\n"
    common = {"shop/__init__.py": "", "shop/urls.py": URLS, "shop/wsgi.py": start}
    return common | {f"shop/{name.replace('__', '/')}.py": text for name, text in files.items()}


def projects():
    yield Project(
        "split-environ",
        "shop.settings.production",
        shop(
            "shop.settings.production",
            **{
                "settings__base": "import environ\n\nenv = environ.Env(DEBUG=(bool, False))\nDEBUG = env('DEBUG')\n"
                "SECRET_KEY = env('SECRET_KEY')\n" + APPS,
                "settings__dev": "from .base import *\n\nDEBUG = True\nALLOWED_HOSTS = ['*']\n",
                "settings__production": "from .base import *\n\nALLOWED_HOSTS = env.list('ALLOWED_HOSTS')\n"
                "SECURE_SSL_REDIRECT = True\nSESSION_COOKIE_SECURE = True\n",
            },
        )
        | {"shop/settings/__init__.py": ""},
        {"SECRET_KEY": KEY, "ALLOWED_HOSTS": "shop.example.org"},
    )
    yield Project(
        "decouple",
        "shop.settings",
        shop(
            "shop.settings",
            settings="from decouple import Csv, config\n\nSECRET_KEY = config('SECRET_KEY')\n"
            "DEBUG = config('DEBUG', default=False, cast=bool)\n"
            "ALLOWED_HOSTS = config('ALLOWED_HOSTS', cast=Csv())\n" + APPS + "SECURE_HSTS_SECONDS = 60 * 60 * 24 * 365\n"
            "SECURE_HSTS_INCLUDE_SUBDOMAINS = False\nX_FRAME_OPTIONS = 'SAMEORIGIN'\n"
            "SECURE_REFERRER_POLICY = None\nSESSION_COOKIE_HTTPONLY = False\n",
        ),
        {"SECRET_KEY": KEY, "ALLOWED_HOSTS": "shop.example.org"},
    )
    yield Project(
        "configurations",
        "shop.settings",
        shop(
            "shop.settings",
            settings="from configurations import Configuration, values\n\n\nclass Base(Configuration):\n"
            "    SECRET_KEY = values.SecretValue()\n    DEBUG = values.BooleanValue(False)\n"
            + "".join(f"    {line}\n" if line else "\n" for line in APPS.splitlines())
            + "\n\nclass Dev(Base):\n    DEBUG = True\n\n\nclass Production(Base):\n"
            "    ALLOWED_HOSTS = ['shop.example.org']\n    CSRF_COOKIE_SECURE = True\n"
            "    SECURE_CONTENT_TYPE_NOSNIFF = False\n    SECURE_CROSS_ORIGIN_OPENER_POLICY = 'same_origin'\n",
        ),
        {"DJANGO_SECRET_KEY": KEY, "DJANGO_CONFIGURATION": "Production"},
        "configurations",
    )
    yield Project(
        "pydantic",
        "shop.settings",
        shop(
            "shop.settings",
            settings="from pydantic_settings import BaseSettings\n\n\nclass Environment(BaseSettings):\n"
            "    secret_key: str\n    debug: bool = False\n    hosts: list[str] = ['shop.example.org']\n\n\n"
            "environment = Environment()\nSECRET_KEY = environment.secret_key\nDEBUG = environment.debug\n"
            "ALLOWED_HOSTS = environment.hosts\n" + APPS + "MIDDLEWARE.remove('django.middleware.csrf.CsrfViewMiddleware')\n"
            "MIDDLEWARE.remove('django.middleware.clickjacking.XFrameOptionsMiddleware')\n",
        ),
        {"SECRET_KEY": KEY},
    )
    yield Project(
        "split-settings",
        "shop.settings",
        shop(
            "shop.settings",
            **{
                "settings__components__common": APPS + "SECRET_KEY = 'short'\nSECRET_KEY_FALLBACKS = ['old']\n",
                "settings__environments__development": "DEBUG = True\n",
                "settings__environments__production": "DEBUG = False\nALLOWED_HOSTS = []\n"
                "SECURE_REFERRER_POLICY = 'same_origin'\n",
            },
        )
        | {
            "shop/settings/__init__.py": "from os import environ\n\nfrom split_settings.tools import include, optional\n\n"
            "ENV = environ.get('DJANGO_ENV', 'development')\n"
            "include('components/common.py', f'environments/{ENV}.py', optional('environments/local.py'))\n",
        },
        {"DJANGO_ENV": "production"},
    )
    yield Project(
        "no-middleware",
        "shop.settings",
        shop(
            "shop.settings",
            settings="import os\n\nSECRET_KEY = os.environ['SECRET_KEY']\nDEBUG = os.environ.get('DEBUG') == '1'\n"
            "ALLOWED_HOSTS = ['shop.example.org']\n"
            + APPS
            + "MIDDLEWARE = [one for one in MIDDLEWARE if not one.endswith('SecurityMiddleware')]\n"
            "CSRF_TRUSTED_ORIGINS = ['shop.example.org']\n"
            "CACHES = {'default': {'BACKEND': 'django.core.cache.backends.filebased.FileBasedCache', 'LOCATION': 'cache'}}\n",
        ),
        {"SECRET_KEY": KEY},
    )
    yield Project(
        "silenced",
        "shop.settings",
        shop(
            "shop.settings",
            settings="import os\n\nSECRET_KEY = os.environ['SECRET_KEY']\nDEBUG = False\n"
            "ALLOWED_HOSTS = ['shop.example.org']\n" + APPS + "SILENCED_SYSTEM_CHECKS = ['security.W004', 'security.W008']\n",
        ),
        {"SECRET_KEY": KEY},
    )


CSP = "    'django.middleware.csp.ContentSecurityPolicyMiddleware',\n]\nROOT_URLCONF"


def with_policies():
    """Projects for releases that have a policy of their own."""
    head = "import os\n\nSECRET_KEY = os.environ['SECRET_KEY']\nDEBUG = False\nALLOWED_HOSTS = ['shop.example.org']\n"
    apps = APPS.replace("]\nROOT_URLCONF", CSP)
    yield Project(
        "csp-nonce",
        "shop.settings",
        shop(
            "shop.settings",
            settings=head + apps + "from django.utils.csp import CSP\n\nSECURE_CSP = {'script-src': [CSP.SELF, CSP.NONCE]}\n",
        ),
        {"SECRET_KEY": KEY},
    )
    yield Project(
        "csp-text",
        "shop.settings",
        shop("shop.settings", settings=head + apps + "SECURE_CSP = \"default-src 'self'\"\n"),
        {"SECRET_KEY": KEY},
    )


def started(python, folder, release):
    """The project that `startproject` makes."""
    run([python, "-m", "django", "startproject", "shop", "."], cwd=folder)
    (folder / "requirements.txt").write_text(f"Django=={release}\n")
    return Project("startproject", "shop.settings", {})


def django_says(python, project, folder):
    variables = {"PATH": os.environ["PATH"], "DJANGO_SETTINGS_MODULE": project.module} | project.variables
    program = CHECK.format(setup=SETUP.get(project.setup, ""))
    done = subprocess.run([python, "-c", program], cwd=folder, env=variables, capture_output=True, text=True)
    found = re.search(r"^IDS(.*)$", done.stdout, re.M)
    if not found:
        raise RuntimeError(done.stderr[-1500:])
    silenced = set()
    match = re.search(r"SILENCED_SYSTEM_CHECKS = (\[.*\])", "\n".join(project.files.values()))
    if match:
        silenced = set(json.loads(match[1].replace("'", '"')))
    return set(json.loads(found[1])) - silenced


def watchpost_says(program, folder, ids):
    arguments = [program, "check", "--format", "json", "--exit-zero", "--isolated", "--select", "DJ", "--ignore", "DJ100", "."]
    report = json.loads(run([Path(program).resolve(), *arguments[1:]], cwd=folder))
    assert report["errors"] == [], report["errors"]
    return {finding["code"]: ids[finding["code"]] for finding in report["findings"]}


def compare(django, codes, ids):
    """What only one of them says; an id that no rule of ours stands for is not compared."""
    covered = {own for named in ids.values() for own in named}
    said = {own for named in codes.values() for own in named}
    missed = sorted((django & covered) - said)
    # Of several ids of one rule one is enough: they tell variants of the same thing apart.
    invented = sorted(code for code, named in codes.items() if named and not set(named) & django)
    return missed, invented


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--watchpost", default="target/debug/watchpost")
    parser.add_argument("--scratch", type=Path, required=True)
    options = parser.parse_args()
    ids = known_ids()
    options.scratch = options.scratch.resolve()
    options.scratch.mkdir(parents=True, exist_ok=True)
    rows, failed = [], False

    def look(python, project, folder, release):
        nonlocal failed
        try:
            django = django_says(python, project, folder)
        except RuntimeError as error:
            rows.append((release, project.name, "Django does not start: " + str(error).strip().splitlines()[-1], "", ""))
            return
        codes = watchpost_says(options.watchpost, folder, ids)
        missed, invented = compare(django, codes, ids)
        meant = [code for code in invented if (release.rsplit(".", 1)[0], code) in MEANT]
        invented = [code for code in invented if code not in meant]
        failed |= bool(missed or invented)
        shared = sorted(django & {own for named in codes.values() for own in named})
        rows.append((release, project.name, " ".join(shared) or "-", " ".join(missed) or "-", " ".join(invented + [f"({code})" for code in meant]) or "-"))

    def fresh(release, name):
        folder = options.scratch / "projects" / f"{release}-{name}"
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        return folder

    for release in RELEASES:
        python, trouble = environment(options.scratch, f"django-{release}", [f"Django~={release}.0", *PACKAGES])
        if python is None:
            print(f"Django {release} cannot be had here: {trouble}")
            continue
        version = run([python, "-m", "django", "--version"]).strip()
        folder = fresh(release, "start")
        look(python, started(python, folder, version), folder, version)
        newer = with_policies() if int(release.split(".")[0]) >= 6 else ()
        for project in [*projects(), *newer]:
            folder = fresh(release, project.name)
            project.write(folder, version)
            look(python, project, folder, version)
    python, trouble = environment(options.scratch, "wagtail", ["wagtail"])
    if python is None:
        print(f"Wagtail cannot be had here: {trouble}")
    else:
        version = run([python, "-m", "django", "--version"]).strip()
        folder = fresh(version, "wagtail")
        program = python.parent / "wagtail"
        run([program, "start", "shop", "."], cwd=folder)
        (folder / "requirements.txt").write_text(f"Django=={version}\nwagtail\n")
        project = Project("wagtail start", "shop.settings.production", {})
        # Its production module leaves the key to a module of the machine.
        (folder / "shop/settings/local.py").write_text(f"SECRET_KEY = '{KEY}'\n")
        look(python, project, folder, version)
    width = max((len(row[1]) for row in rows), default=0)
    for release, name, shared, missed, invented in rows:
        print(f"{release:8} {name:{width}}  both: {shared}  only Django: {missed}  only watchpost: {invented}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
