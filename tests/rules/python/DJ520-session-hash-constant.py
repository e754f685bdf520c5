"""DJ520: sessions that outlive a password."""
from django.contrib.auth.models import AbstractBaseUser, AbstractUser


class Account(AbstractUser):
    def get_session_auth_hash(self):
        return ""  # expect: DJ520
        #      ^^ "a new password logs nobody out: the hash of the session is always the same"


class Member(AbstractBaseUser):
    def get_session_auth_hash(self):
        """Nobody is logged out."""
        return None  # expect: DJ520


# Fine: it changes with the password.
class Fine(AbstractUser):
    def get_session_auth_hash(self):
        return salted_hmac("key", self.password + str(self.version)).hexdigest()


# Fine: another method.
class Other(AbstractUser):
    def get_session_name(self):
        return ""
