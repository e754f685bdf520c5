"""DJ493: messages that do not arrive."""

# project: in memory

CHANNEL_LAYERS = {"default": {"BACKEND": "channels.layers.InMemoryChannelLayer"}}  # expect: DJ493

# project: without a password

CHANNEL_LAYERS = {
    "default": {
        "BACKEND": "channels_redis.core.RedisChannelLayer",
        "CONFIG": {"hosts": ["redis://messages.example.org:6379/0"]},  # expect: DJ493
    },
}

# project: with one

# Fine: who has no password hears nothing.
import os

CHANNEL_LAYERS = {"default": {"BACKEND": "channels_redis.core.RedisChannelLayer", "CONFIG": {"hosts": [os.environ["REDIS_URL"]]}}}

# project: beside it

# Fine: only this machine reaches it.
CHANNEL_LAYERS = {"default": {"BACKEND": "channels_redis.core.RedisChannelLayer", "CONFIG": {"hosts": ["redis://localhost:6379/0", ("127.0.0.1", 6379)]}}}
