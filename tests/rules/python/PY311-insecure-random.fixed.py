"""PY311: random numbers that can be predicted."""
import random
import string
import time
from random import randrange as below
import secrets

voucher = secrets.choice(vouchers)  # expect: PY311
#         ^^^^^^^^^^^^^^^^^^^^^^^ "`random.choice` can be predicted from earlier results, so it keeps no secret"

secrets.randbits(64)  # expect: PY311
secrets.token_bytes(16)  # expect: PY311
secrets.randbelow(1000)  # expect: PY311
random.SystemRandom().randrange(100, 1000)  # expect: PY311
random.SystemRandom().sample(customers, 3)  # expect: PY311
random.SystemRandom().shuffle(deck)  # expect: PY311
draw = random.SystemRandom().random()  # expect: PY311
generator = random.SystemRandom()  # expect: PY311
generator = random.Random(7)  # expect: PY311
draws = map(random.randint, lower, upper)  # expect: PY311

# The alphabet is fixed, but the result may be a secret.
letters = [secrets.choice(string.ascii_letters) for _ in range(8)]  # expect: PY311

# A list that is empty at first is filled elsewhere.
queue = []
secrets.choice(queue)  # expect: PY311

# Fine: numbers of the operating system.
random.SystemRandom().choice(vouchers)

# Fine: one of a few fixed alternatives.
colour = random.choice(["red", "green", "blue"])

# Fine: waiting times.
time.sleep(random.uniform(1, 2))
delay = random.uniform(1, 2)
pause = 3 + random.random() / 2


# Fine: a method of that name.
catalogue.random.choice(vouchers)


# Fine: a function of our own has the name.
def pick(random, vouchers):
    return random.choice(vouchers)


# Known miss: the methods of a generator; its making is reported.
generator.choice(vouchers)  # todo: PY311
