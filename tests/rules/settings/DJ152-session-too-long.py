"""DJ152: sessions for a year."""

# project: a year

SESSION_COOKIE_AGE = 60 * 60 * 24 * 365  # expect: DJ152

# project: by timedelta

from datetime import timedelta

SESSION_COOKIE_AGE = timedelta(days=90).total_seconds()  # expect: DJ152

# project: a month

# Fine: thirty days.
SESSION_COOKIE_AGE = 2592000

# project: an hour

# Fine: shorter.
SESSION_COOKIE_AGE = 3600
