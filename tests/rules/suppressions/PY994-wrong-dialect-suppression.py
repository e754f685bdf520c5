"""PY994: ids that their comment does not know."""
import subprocess


def foreign(value, command):
    # expect: PY994
    eval(value)  # nosec S307  # a constant
    # expect: PY994
    eval(value)  # nosec b307  # a constant
    # expect: PY994
    eval(value)  # noqa: PY307 a constant
    # expect: PY994, PY307
    eval(value)  # noqa: B307 a constant
    # expect: PY994, PY307
    eval(value)  # noqa: s307 a constant
    # expect: PY994, PY602
    subprocess.run(command, shell=True)  # ruff: noqa: S602 a constant
    # expect: PY994, PY307
    eval(value)  # watchpost: ignore[B307] a constant


# Fine: each tool's own ids, bugbear's among them.
def native(value, command):
    eval(value)  # nosec B307  # a constant
    eval(value)  # noqa: S307 a constant
    print(value)  # noqa: B008, B904 a constant
