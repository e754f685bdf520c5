"""PY301: pickled data loaded."""
import pickle
import shelve
from pickle import loads as read_bytes

import pandas

basket = pickle.loads(request.COOKIES["basket"])  # expect: PY301
#        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ "`pickle.loads` runs whatever code the data asks for"

read_bytes(body)  # expect: PY301
reader = pickle.Unpickler(stream)  # expect: PY301
shelf = shelve.open(path)  # expect: PY301
rows = map(pickle.loads, lines)  # expect: PY301
table = pickle.load(open("table.pickle", "rb"))  # expect: PY301

# Fine: a copy of an object that is at hand.
twin = pickle.loads(pickle.dumps(order))

# Fine: constant bytes.
pickle.loads(b"I1\n.")

# Fine: writing runs nothing.
pickle.dump(order, stream)


def restore(data):
    try:
        import cPickle as fast
    except ImportError:
        import pickle as fast
    return fast.loads(data)  # expect: PY301


class Reader(pickle.Unpickler):  # expect: PY301
    def find_class(self, module, name):
        raise pickle.UnpicklingError(name)


frame = pandas.read_pickle(path)  # expect: PY301

# Fine: a module of our own.
from .pickle import loads

loads(body)

# Known miss: the method of an object that nobody says the type of.
saved = backend.loads(body)  # todo: PY301
