"""PY311: random numbers that can be predicted."""
import random
import string
import time
from random import randrange as below

voucher = random.choice(vouchers)  # expect: PY311
#         ^^^^^^^^^^^^^^^^^^^^^^^ "`random.choice` can be predicted from earlier results, so it keeps no secret"

random.getrandbits(64)  # expect: PY311
random.randbytes(16)  # expect: PY311
below(1000)  # expect: PY311
below(100, 1000)  # expect: PY311
random.sample(customers, 3)  # expect: PY311
random.shuffle(deck)  # expect: PY311
draw = random.random()  # expect: PY311
generator = random.Random()  # expect: PY311
generator = random.Random(7)  # expect: PY311
draws = map(random.randint, lower, upper)  # expect: PY311

# The alphabet is fixed, but the result may be a secret.
letters = [random.choice(string.ascii_letters) for _ in range(8)]  # expect: PY311

# A list that is empty at first is filled elsewhere.
queue = []
random.choice(queue)  # expect: PY311

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
