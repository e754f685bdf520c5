"""DJ492: storage for everybody."""

# project: read

AWS_DEFAULT_ACL = None  # expect: DJ492

# project: options

STORAGES = {
    "default": {
        "BACKEND": "storages.backends.s3.S3Storage",
        "OPTIONS": {
            "default_acl": None,  # expect: DJ492
            "querystring_auth": True,  # expect: DJ492
            "use_ssl": True,  # expect: DJ492
        },
    },
    "staticfiles": {
        "BACKEND": "storages.backends.s3.S3Storage",
        "OPTIONS": {"default_acl": "public-read"},  # expect: DJ492
    },
}

# project: a key

import os

AWS_SECRET_ACCESS_KEY = os.environ["STORAGE_SECRET_KEY"]  # expect: DJ492

# project: private

# Fine: only signed addresses work.
import os

AWS_SECRET_ACCESS_KEY = os.environ["AWS_SECRET_ACCESS_KEY"]
AWS_DEFAULT_ACL = None
AWS_QUERYSTRING_AUTH = True

# project: options

# Fine: the bucket decides.
STORAGES = {"default": {"BACKEND": "storages.backends.s3.S3Storage", "OPTIONS": {"bucket_name": "shop"}}}
