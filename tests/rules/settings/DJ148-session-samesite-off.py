"""DJ148: a session for other sites."""

# project: off

SESSION_COOKIE_SAMESITE = None  # expect: DJ148

# project: dropped

SESSION_COOKIE_SAMESITE = "None"  # expect: DJ148

# project: for frames

SESSION_COOKIE_SECURE = True
SESSION_COOKIE_SAMESITE = "None"  # expect: DJ148

# project: lax

# Fine: as by default.
SESSION_COOKIE_SAMESITE = "Lax"

# project: strict

# Fine: stricter still.
SESSION_COOKIE_SAMESITE = "Strict"
