"""DJ160: requests without limits."""

# project: none

DATA_UPLOAD_MAX_MEMORY_SIZE = None  # expect: DJ160
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10**6  # expect: DJ160

# project: files

DATA_UPLOAD_MAX_NUMBER_FILES = None  # expect: DJ160

# project: more than usual

# Fine: Wagtail asks for that.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000

# project: ten megabytes

# Fine: still a limit.
DATA_UPLOAD_MAX_MEMORY_SIZE = 10 * 1024 * 1024
