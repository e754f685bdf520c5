"""DJ492: storage for everybody."""

# project: read

AWS_DEFAULT_ACL = "public-read"  # expect: DJ492

# project: options

STORAGES = {
    "default": {
        "BACKEND": "storages.backends.s3.S3Storage",
        "OPTIONS": {
            "default_acl": "public-read-write",  # expect: DJ492
            "querystring_auth": False,  # expect: DJ492
            "use_ssl": False,  # expect: DJ492
        },
    },
    "staticfiles": {
        "BACKEND": "storages.backends.s3.S3Storage",
        "OPTIONS": {"default_acl": "public-read"},  # expect: DJ492
    },
}

# project: a key

AWS_SECRET_ACCESS_KEY = "q8Zr5vN2xT7mB4kW9sD6fG3hJ1lP0yC8uA5eR2tV"  # expect: DJ492

# project: private

# Fine: only signed addresses work.
import os

AWS_SECRET_ACCESS_KEY = os.environ["AWS_SECRET_ACCESS_KEY"]
AWS_DEFAULT_ACL = None
AWS_QUERYSTRING_AUTH = True

# project: options

# Fine: the bucket decides.
STORAGES = {"default": {"BACKEND": "storages.backends.s3.S3Storage", "OPTIONS": {"bucket_name": "shop"}}}
