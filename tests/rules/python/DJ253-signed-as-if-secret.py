"""DJ253: secrets that are only signed."""
from django.core import signing


def hand_out(response, user, password):
    a = signing.dumps(password)  # expect: DJ253
    #                 ^^^^^^^^ "a signature hides nothing: whoever holds the value reads `password` in it"
    b = signing.dumps({"user": user.pk, "api_key": user.api_key})  # expect: DJ253
    c = signing.Signer().sign(user.secret)  # expect: DJ253
    # Fine: numbers that lead to something.
    d = signing.dumps(user.pk)
    e = signing.dumps({"user": user.pk})
    # Fine: a name for something else.
    f = signing.dumps(user.password_reset_id)
    return a, b, c, d, e, f
