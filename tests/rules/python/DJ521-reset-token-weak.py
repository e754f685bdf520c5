"""DJ521: links that can be used again."""
from django.contrib.auth import tokens
from django.contrib.auth.tokens import PasswordResetTokenGenerator


class Reset(PasswordResetTokenGenerator):
    def _make_hash_value(self, user, timestamp):  # expect: DJ521
    #   ^^^^^^^^^^^^^^^^ "the link stays valid after it was used: the token does not change with the account"
        return f"{user.pk}{timestamp}"


class Invite(tokens.PasswordResetTokenGenerator):
    def _make_hash_value(self, user, timestamp):  # expect: DJ521
        return str(user.pk) + user.email + str(timestamp)


# Fine: used, it is dead.
class Activate(PasswordResetTokenGenerator):
    def _make_hash_value(self, user, timestamp):
        return f"{user.pk}{timestamp}{user.is_active}"


# Fine: what Django puts in, and more.
class More(PasswordResetTokenGenerator):
    def _make_hash_value(self, user, timestamp):
        return super()._make_hash_value(user, timestamp) + user.email


# Fine: no token.
class Cache:
    def _make_hash_value(self, key, timestamp):
        return key
