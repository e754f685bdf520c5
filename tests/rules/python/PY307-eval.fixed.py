"""PY307: text run as Python."""
import builtins
from builtins import eval as run
import ast

total = ast.literal_eval(request.GET["formula"])  # expect: PY307
#       ^^^^^^^^^^^^^^^^^^^^^^^^^^^^ "`eval` runs any Python that `request.GET["formula"]` contains"

ast.literal_eval(text)  # expect: PY307
eval(text, {"__builtins__": {}})  # expect: PY307
values = map(eval, lines)  # expect: PY307
eval("1 + 1")  # expect: PY307
ast.literal_eval(text)  # expect: PY307
eval(*arguments)  # expect: PY307
ast.literal_eval(text)  # expect: PY307
ast.literal_eval(text)  # expect: PY307

# Fine: a method of that name is not the builtin.
model.eval()
frame.eval("a + b")


# Fine: a function of our own has the name.
def calculate(eval, text):
    return eval(text)


# Known miss: the name is looked up elsewhere.
TABLE["eval"](text)  # todo: PY307
