"""DJ185: a login in the open."""

# project: another site

LOGIN_URL = "https://login.example.org/"  # expect: DJ185
LOGIN_REDIRECT_URL = "https://shop.example.org/"  # expect: DJ185

# project: encrypted

# Fine: nobody reads along.
LOGIN_URL = "https://login.example.org/"

# project: a name

# Fine: a view of the site.
LOGIN_URL = "login"
