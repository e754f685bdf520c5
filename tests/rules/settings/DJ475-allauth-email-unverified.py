"""DJ475: addresses nobody confirmed."""

# project: none

INSTALLED_APPS = ["allauth", "allauth.account"]
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https"
ACCOUNT_EMAIL_VERIFICATION = "none"  # expect: DJ475

# project: optional

INSTALLED_APPS = ["allauth", "allauth.account"]
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https"
ACCOUNT_EMAIL_VERIFICATION = "optional"  # expect: DJ475

# project: another's account

INSTALLED_APPS = ["allauth", "allauth.account"]
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https"
ACCOUNT_EMAIL_VERIFICATION = "none"  # expect: DJ475
SOCIALACCOUNT_EMAIL_AUTHENTICATION = True  # also: DJ480

# project: confirmed

# Fine: who has the address has the account.
INSTALLED_APPS = ["allauth", "allauth.account"]
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https"
ACCOUNT_EMAIL_VERIFICATION = "mandatory"

# project: from the environment

# Fine: what production says is not known.
import os

INSTALLED_APPS = ["allauth", "allauth.account"]
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https"
ACCOUNT_EMAIL_VERIFICATION = os.environ["EMAIL_VERIFICATION"]
