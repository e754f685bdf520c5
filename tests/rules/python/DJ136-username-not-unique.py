# path: shop/models.py
from django.contrib.auth.models import AbstractBaseUser, AbstractUser
from django.db import models


class Customer(AbstractBaseUser):
    email = models.EmailField()

    USERNAME_FIELD = "email"  # expect: DJ136
#                    ^^^^^^^ "two accounts may have the same `email`: nothing in the database keeps names for the login apart"


class Seller(AbstractUser):
    # The field of the base is not unique.
    USERNAME_FIELD = "email"  # expect: DJ136


class Member(AbstractUser):
    username = models.CharField(max_length=40, unique=False)
    USERNAME_FIELD = "username"  # expect: DJ136


# Fine: the database keeps them apart.
class Guest(AbstractBaseUser):
    phone = models.CharField(
        max_length=20,
        unique = True,
    )
    USERNAME_FIELD = "phone"


class Clerk(AbstractUser):
    email = models.EmailField(unique=True)
    USERNAME_FIELD = "email"


# Fine: another way to keep them apart.
class Buyer(AbstractBaseUser):
    email = models.EmailField()
    USERNAME_FIELD = "email"

    class Meta:
        constraints = [models.UniqueConstraint(fields=["email"], name="unique_email")]


class Plain(AbstractUser):
    USERNAME_FIELD = "username"
