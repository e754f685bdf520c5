"""DJ165: mail in the open."""

# project: open

EMAIL_HOST = "mail.example.org"
EMAIL_HOST_USER = "shop"  # expect: DJ165

EMAIL_USE_TLS = True
# project: both

import os

EMAIL_HOST = "mail.example.org"
EMAIL_USE_TLS = True  # expect: DJ165
EMAIL_USE_SSL = True
EMAIL_HOST_PASSWORD = os.environ["EMAIL_HOST_PASSWORD"]  # expect: DJ165

# project: encrypted

# Fine: the login is encrypted.
EMAIL_HOST = "mail.example.org"
EMAIL_HOST_USER = "shop"
EMAIL_USE_TLS = True

# project: local

# Fine: nobody is on that line.
EMAIL_HOST = "localhost"
EMAIL_HOST_USER = "shop"
