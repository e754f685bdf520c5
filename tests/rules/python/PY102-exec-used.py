"""PY102: text run as a Python program."""
import builtins
import builtins as b
from builtins import exec as run

if program := request.POST["program"]:
    exec(program)  # expect: PY102
#   ^^^^^^^^^^^^^ "`exec` runs any Python that `program` contains"

builtins.exec(text)  # expect: PY102
b.exec(text, {"__builtins__": {}})  # expect: PY102
run(f"import {name}")  # expect: PY102
exec(*parts)  # expect: PY102
loader = getattr(builtins, "exec")
loader(text)  # expect: PY102
deque(map(exec, programs))  # expect: PY102

# A constant: low.
exec("import this")  # expect: PY102

# Fine: a method of that name is not the builtin.
cursor.exec("select 1")

# Fine: the dialog of a window toolkit.
dialog = QDialog()
dialog.exec()


# Fine: a function of our own has the name.
def perform(exec, text):
    return exec(text)
