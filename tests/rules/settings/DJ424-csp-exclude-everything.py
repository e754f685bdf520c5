"""DJ424: a policy for no page."""

# project: a text

CSP_EXCLUDE_URL_PREFIXES = "/admin"  # expect: DJ424

# project: the root

CONTENT_SECURITY_POLICY = {
    "EXCLUDE_URL_PREFIXES": ["/"],  # expect: DJ424
}

# project: one

# Fine: one folder.
CSP_EXCLUDE_URL_PREFIXES = ("/admin/",)

# project: none

# Fine: every page.
CSP_EXCLUDE_URL_PREFIXES = ()
