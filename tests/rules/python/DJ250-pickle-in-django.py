"""DJ250: data that runs when it is read."""
import json
import pickle

from django.contrib.sessions.serializers import PickleSerializer
from django.core import serializers, signing
from django.db import models
from picklefield import PickledObjectField


class Kept(models.Model):
    value = PickledObjectField()  # expect: DJ250
    # Fine: data only.
    other = models.JSONField()


def read(request, value):
    a = signing.loads(value, serializer=PickleSerializer)  # expect: DJ250
    #                                   ^^^^^^^^^^^^^^^^ "whoever can write what this reads runs code on the server"
    b = pickle.loads(request.body)  # expect: DJ250
    for row in serializers.deserialize("json", request.body):  # expect: DJ250
        row.save()
    # Fine: data only.
    return signing.loads(value), json.loads(request.body), a, b


# Fine: a file of the program's own.
def load(stream):
    return serializers.deserialize("json", stream)
