"""DJ160: requests without limits."""

# project: none


# project: files


# project: more than usual

# Fine: Wagtail asks for that.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000

# project: ten megabytes

# Fine: still a limit.
DATA_UPLOAD_MAX_MEMORY_SIZE = 10 * 1024 * 1024
