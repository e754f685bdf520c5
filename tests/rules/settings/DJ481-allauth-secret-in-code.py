"""DJ481: secrets of providers."""

# project: one app

SOCIALACCOUNT_PROVIDERS = {
    "github": {
        "APP": {
            "client_id": "shop",
            "secret": "q8Zr5vN2xT7mB4kW9sD6fG3hJ1lP0yC8",  # expect: DJ481
        },
    },
}

# project: several

SOCIALACCOUNT_PROVIDERS = {
    "google": {
        "APPS": [
            {"client_id": "shop", "secret": "q8Zr5vN2xT7mB4kW9sD6fG3hJ1lP0yC8", "key": ""},  # expect: DJ481
        ],
    },
}
SOCIALACCOUNT_STORE_TOKENS = True  # expect: DJ481

# project: from the environment

# Fine: it is not in the code.
import os

SOCIALACCOUNT_PROVIDERS = {"github": {"APP": {"client_id": "shop", "secret": os.environ["GITHUB_SECRET"]}}}

# project: in the database

# Fine: administrators enter it.
SOCIALACCOUNT_PROVIDERS = {"github": {"SCOPE": ["user"]}}
