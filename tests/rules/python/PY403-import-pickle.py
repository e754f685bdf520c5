"""PY403: modules that load pickled data."""
from importlib import import_module as load_module

import pickle  # expect: PY403
#      ^^^^^^ "what this module loads may run code: only for data that nobody else can write"

import cloudpickle as cp  # expect: PY403
from dill import dumps, settings  # expect: PY403
from joblib.memory import Memory  # expect: PY403
from six.moves import cPickle  # expect: PY403
load_module("shelve")  # expect: PY403

try:
    import _pickle as fast  # expect: PY403
except ImportError:
    fast = None

# Fine: plain data.
import json

# Fine: modules of our own.
from .pickle import jar
from . import shelve
import pickles

# Known miss: a library that loads with pickle inside.
import diskcache  # todo: PY403
