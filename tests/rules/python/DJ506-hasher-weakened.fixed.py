"""DJ506: hashers that do less work."""
from django.contrib.auth import hashers
from django.contrib.auth.hashers import Argon2PasswordHasher, PBKDF2PasswordHasher


class Short(PBKDF2PasswordHasher):
    iterations = PBKDF2PasswordHasher.iterations  # expect: DJ506
    #            ^^^^^^^ "stolen hashes are guessed sooner: 100_000 is less work than Django asks for"


class Bcrypt(hashers.BCryptSHA256PasswordHasher):
    rounds = hashers.BCryptSHA256PasswordHasher.rounds  # expect: DJ506


class Argon(Argon2PasswordHasher):
    memory_cost = Argon2PasswordHasher.memory_cost  # expect: DJ506
    time_cost = Argon2PasswordHasher.time_cost  # expect: DJ506


class Scrypt(hashers.ScryptPasswordHasher):
    work_factor = hashers.ScryptPasswordHasher.work_factor  # expect: DJ506


# Fine: more work.
class Long(PBKDF2PasswordHasher):
    iterations = PBKDF2PasswordHasher.iterations * 2


class Strong(PBKDF2PasswordHasher):
    iterations = 2_000_000


# Fine: no hasher.
class Loop:
    iterations = 10
    rounds = 3
