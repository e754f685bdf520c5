"""DJ125: an old key that can be guessed."""

# project: weak

SECRET_KEY_FALLBACKS = [
    "django-insecure-k9v2m4x7q1z8w3n6b5c0d2f4g6h8j1l3p5r7t9y2u4i6o8a1s3e5",  # expect: DJ125
    "old",  # expect: DJ125
]

# project: read

# Fine: they come from the environment.
import os

SECRET_KEY_FALLBACKS = [os.environ["OLD_KEY"]]

# project: none

# Fine: there are none.
SECRET_KEY_FALLBACKS = []
