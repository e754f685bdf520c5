"""DJ517: hashes of passwords made by hand."""
import hashlib

from django.db import models


class Account(models.Model):
    def set(self, password):
        self.hash = hashlib.sha256(password.encode()).hexdigest()  # expect: DJ517
        #           ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ "the hash is quickly guessed: `sha256` is made to be fast, passwords want something slow"

    def check(self, request):
        given = hashlib.sha512((self.salt + request.POST["password"]).encode())  # expect: DJ517
        return given.hexdigest() == self.hash or old(hashlib.new("sha1", password))  # expect: DJ517


# Fine: no password.
def name(content, reset_password_token):
    hashlib.sha256(reset_password_token)
    return hashlib.sha256(content).hexdigest()


# Fine: only the beginning leaves the machine.
def leaked(password):
    prefix = hashlib.sha1(password.encode(), usedforsecurity=False).hexdigest()[:5]
    return ask(prefix)


# Fine: slow.
def slow(password, salt):
    return hashlib.scrypt(password, salt=salt, n=2**14, r=8, p=5)
