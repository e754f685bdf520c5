"""DJ171: links that work for weeks."""

# project: a month

PASSWORD_RESET_TIMEOUT = 60 * 60 * 24 * 30  # expect: DJ171

# project: a week

PASSWORD_RESET_TIMEOUT = 604_800  # expect: DJ171

# project: a day

# Fine: shorter than by default.
PASSWORD_RESET_TIMEOUT = 86400

# project: three days

# Fine: as by default.
PASSWORD_RESET_TIMEOUT = 60 * 60 * 24 * 3
