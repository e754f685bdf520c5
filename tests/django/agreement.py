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

from styles import KEY, Project, projects, with_apps, with_oscar, with_policies

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
    "environs[django]",
]
APPS = [
    "djangorestframework",
    "django-allauth",
    "django-axes",
    "django-csp",
    "django-cors-headers",
]
WAGTAIL = ["7.0", "7.4", "8.0"]

# Django 6.1 asks for Python 3.12, but its checks need one function and one keyword more than 3.11 has.
OLDER_PYTHON = """
import inspect
import sys
import warnings

warn = warnings.warn

def warn_from_here(*arguments, skip_file_prefixes=(), **options):
    return warn(*arguments, **options)

if sys.version_info < (3, 12):
    warnings.warn = warn_from_here

def markcoroutinefunction(function):
    return function

if not hasattr(inspect, "markcoroutinefunction"):
    inspect.markcoroutinefunction = markcoroutinefunction
"""
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
                site = Path(run([python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"]).strip())
                (site / "older_python.py").write_text(OLDER_PYTHON)
                (site / "older_python.pth").write_text("import older_python\n")
                run([python, "-c", "import django.core.checks.security.base"])
                print(f"{packages[0]} wants Python {wanted[1]}: its checks run on an older one here")
            except RuntimeError:
                return None, f"needs Python {wanted[1]}"
        (folder / "complete").touch()
    return python, None


# Differences that are meant, by release and rule of ours: Django 6.0 has no check of nonces yet, 6.1 has.
MEANT = {("6.0", "DJ127")}

# What only Django says, by project, and why.
EXPLAINED = {
    # Its checks look for the very path of a class, not for what it derives from.
    "derived middleware": {"security.W003"},
    # The seconds are what the environment says, which is known only where it runs.
    "oscar": {"security.W005", "security.W021"},
}


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
    # Rules about code speak of other things.
    return {finding["code"]: ids[finding["code"]] for finding in report["findings"] if finding["code"] in ids}


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
            # A project that does not start shows nothing.
            failed = True
            rows.append((release, project.name, "Django does not start: " + str(error).strip().splitlines()[-1], "", ""))
            return
        codes = watchpost_says(options.watchpost, folder, ids)
        missed, invented = compare(django, codes, ids)
        missed = [one for one in missed if one not in EXPLAINED.get(project.name, ())]
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
    for release in WAGTAIL:
        python, trouble = environment(options.scratch, f"wagtail-{release}", [f"wagtail~={release}.0"])
        if python is None:
            print(f"Wagtail {release} cannot be had here: {trouble}")
            continue
        version = run([python, "-m", "django", "--version"]).strip()
        folder = fresh(version, f"wagtail-{release}")
        run([python.parent / "wagtail", "start", "shop", "."], cwd=folder)
        (folder / "requirements.txt").write_text(f"Django=={version}\nwagtail\n")
        # Its production module leaves the key to a module of the machine.
        (folder / "shop/settings/local.py").write_text(f"SECRET_KEY = '{KEY}'\n")
        look(python, Project(f"wagtail {release}", "shop.settings.production", {}), folder, version)
    for name, packages, made in [
        ("apps", ["Django~=5.2.0", *APPS], with_apps),
        ("oscar", ["django-oscar", "django-environ"], with_oscar),
    ]:
        python, trouble = environment(options.scratch, name, packages)
        if python is None:
            print(f"{name} cannot be had here: {trouble}")
            continue
        installed = json.loads(run([python, "-m", "pip", "list", "--format", "json", "--disable-pip-version-check"]))
        version = run([python, "-m", "django", "--version"]).strip()
        for project in made():
            folder = fresh(name, project.name)
            project.write(folder, version)
            locked = "".join(f"{one['name']}=={one['version']}\n" for one in installed)
            (folder / "requirements.txt").write_text(locked)
            look(python, project, folder, version)
    width = max((len(row[1]) for row in rows), default=0)
    for release, name, shared, missed, invented in rows:
        print(f"{release:8} {name:{width}}  both: {shared}  only Django: {missed}  only watchpost: {invented}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
