"""DJ506: hashers that do less work."""
from django.contrib.auth import hashers
from django.contrib.auth.hashers import Argon2PasswordHasher, PBKDF2PasswordHasher


class Short(PBKDF2PasswordHasher):
    iterations = 100_000  # expect: DJ506
    #            ^^^^^^^ "stolen hashes are guessed sooner: 100_000 is less work than Django asks for"


class Bcrypt(hashers.BCryptSHA256PasswordHasher):
    rounds = 10  # expect: DJ506


class Argon(Argon2PasswordHasher):
    memory_cost = 8 * 1024  # expect: DJ506
    time_cost = 1  # expect: DJ506


class Scrypt(hashers.ScryptPasswordHasher):
    work_factor = 2**12  # expect: DJ506


# Fine: more work.
class Long(PBKDF2PasswordHasher):
    iterations = PBKDF2PasswordHasher.iterations * 2


class Strong(PBKDF2PasswordHasher):
    iterations = 2_000_000


# Fine: no hasher.
class Loop:
    iterations = 10
    rounds = 3
