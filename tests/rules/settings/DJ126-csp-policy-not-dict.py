"""DJ126: a policy that is a text."""

# project: a text

SECURE_CSP = "default-src 'self'"  # expect: DJ126

# project: a list

SECURE_CSP_REPORT_ONLY = ["default-src 'self'"]  # expect: DJ126

# project: a dictionary

# Fine: directives and their sources.
from django.utils.csp import CSP

SECURE_CSP = {"default-src": [CSP.SELF]}  # also: DJ430

# project: of an older Django

# Fine: Django 5.2 does not read the setting.
SECURE_CSP = "default-src 'self'"

# file: requirements.txt
Django==5.2.1
