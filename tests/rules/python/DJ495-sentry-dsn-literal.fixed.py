"""DJ495: addresses of error trackers."""
import os

import sentry_sdk

sentry_sdk.init(os.environ.get("SENTRY_DSN"))  # expect: DJ495
#               ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ "errors of each copy of the program go to one place: the address stands in the source"
sentry_sdk.init(dsn=os.environ.get("SENTRY_DSN"))  # expect: DJ495

# Fine: each copy says for itself.
sentry_sdk.init(os.environ.get("SENTRY_DSN"))

# Fine: nothing is sent.
sentry_sdk.init("")
