"""DJ405: strangers who lock accounts."""

# project: by name

AXES_LOCKOUT_PARAMETERS = ["username"]  # expect: DJ405

# project: by browser

AXES_LOCKOUT_PARAMETERS = [["username", "user_agent"]]  # expect: DJ405

# project: by both

# Fine: one address and one name.
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]

# project: by address

# Fine: as by default.
AXES_LOCKOUT_PARAMETERS = ["ip_address"]
