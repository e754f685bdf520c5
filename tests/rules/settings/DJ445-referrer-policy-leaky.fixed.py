"""DJ445: addresses for everybody."""

# project: whole

SECURE_REFERRER_POLICY = "same-origin"  # expect: DJ445

# project: by default of old browsers

SECURE_REFERRER_POLICY = "same-origin"  # expect: DJ445

# project: the origin

SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"  # expect: DJ445

# project: own pages

# Fine: the site itself only.
SECURE_REFERRER_POLICY = "same-origin"

# project: the origin, encrypted

# Fine: only the name of the site.
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
