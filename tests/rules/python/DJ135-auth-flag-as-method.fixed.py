# path: shop/models.py
from functools import cached_property

from django.contrib.auth.models import AbstractBaseUser, AbstractUser
from django.db import models


class Customer(AbstractBaseUser):
    @property
    def is_authenticated(self):  # expect: DJ135
#       ^^^^^^^^^^^^^^^^ "everybody passes: `is_authenticated` is a method here, and a method is true until somebody calls it"
        return self.confirmed

    @classmethod
    def is_anonymous(cls):  # expect: DJ135
        return False


# Fine: properties.
class Seller(AbstractUser):
    @property
    def is_authenticated(self):
        return True

    @cached_property
    def is_anonymous(self):
        return False


class Guest(AbstractUser):
    is_authenticated = False

    def is_known(self):
        return False


# Fine: no model of users.
class Device(models.Model):
    def is_authenticated(self):
        return self.confirmed
