"""DJ140: any host will do."""

# project: all

ALLOWED_HOSTS = ["*"]  # expect: DJ140

# project: all of a platform

ALLOWED_HOSTS = ["shop.example.org", ".herokuapp.com"]  # expect: DJ140

# project: while debugging

# Fine: production has a list.
import os

DEBUG = os.environ.get("DEBUG") == "1"
ALLOWED_HOSTS = ["*"] if DEBUG else ["shop.example.org"]

# project: own subdomains

# Fine: the domain is ours.
ALLOWED_HOSTS = [".example.org"]
