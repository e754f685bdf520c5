"""DJ161: uploads that everybody may change."""

# project: all

FILE_UPLOAD_PERMISSIONS = 0o644  # expect: DJ161
FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o755  # expect: DJ161

# project: decimal

FILE_UPLOAD_PERMISSIONS = 0o644  # expect: DJ161

# project: owner

# Fine: others may read.
FILE_UPLOAD_PERMISSIONS = 0o644
FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o755

# project: group

# Fine: others may nothing.
FILE_UPLOAD_PERMISSIONS = 0o640
