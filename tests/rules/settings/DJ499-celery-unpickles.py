"""DJ499: workers that run what they are sent."""

# project: accepted

CELERY_ACCEPT_CONTENT = ["json", "pickle"]  # expect: DJ499

# project: sent

CELERY_TASK_SERIALIZER = "pickle"  # expect: DJ499

# project: data only

# Fine: only data.
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TASK_SERIALIZER = "json"

# project: default

# Fine: JSON.
CELERY_BROKER_URL = "redis://redis:6379/0"
