"""DJ132: uploads that may land anywhere."""

# project: relative

FILE_UPLOAD_TEMP_DIR = "uploads/tmp"  # expect: DJ132

# project: absolute

# Fine: a folder of the site.
FILE_UPLOAD_TEMP_DIR = "/srv/shop/tmp"

# project: none

# Fine: the system's own.
FILE_UPLOAD_TEMP_DIR = None
