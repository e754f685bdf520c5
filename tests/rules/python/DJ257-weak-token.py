"""DJ257: secrets that can be guessed."""
import random
import uuid

from django.db import models
from django.utils import timezone
from django.utils.crypto import get_random_string


class Invitation(models.Model):
    token = models.UUIDField(default=uuid.uuid1)  # expect: DJ257
    reset_token = models.FloatField(default=random.random)  # expect: DJ257
    # Fine: nothing can be guessed, or nothing is secret.
    session_token = models.UUIDField(default=uuid.uuid4)
    number = models.UUIDField(default=uuid.uuid1)
    token_created = models.DateTimeField(default=timezone.now)


def make(user):
    user.reset_token = get_random_string(8)  # expect: DJ257
    invite_token = get_random_string(length=12)  # expect: DJ257
    # Fine: long, or for something else.
    token = get_random_string(32)
    slug = get_random_string(6)
    return invite_token, token, slug
