"""PY307: text run as Python."""
import builtins
from builtins import eval as run

total = eval(request.GET["formula"])  # expect: PY307
#       ^^^^^^^^^^^^^^^^^^^^^^^^^^^^ "`eval` runs any Python that `request.GET["formula"]` contains"

builtins.eval(text)  # expect: PY307
eval(text, {"__builtins__": {}})  # expect: PY307
values = map(eval, lines)  # expect: PY307
eval("1 + 1")  # expect: PY307
run(text)  # expect: PY307
eval(*arguments)  # expect: PY307
getattr(builtins, "eval")(text)  # expect: PY307
__builtins__["eval"](text)  # expect: PY307

# Fine: a method of that name is not the builtin.
model.eval()
frame.eval("a + b")


# Fine: a function of our own has the name.
def calculate(eval, text):
    return eval(text)


# Known miss: the name is looked up elsewhere.
TABLE["eval"](text)  # todo: PY307
