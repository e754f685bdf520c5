"""PY994: ids that their comment does not know."""
import subprocess


def foreign(value, command):
    # expect: PY994
    eval(value)  # nosec B307  # a constant
    # expect: PY994
    eval(value)  # nosec B307  # a constant
    # expect: PY994
    eval(value)  # noqa: S307 a constant
    # expect: PY994, PY307
    eval(value)  # noqa: S307 a constant
    # expect: PY994, PY307
    eval(value)  # noqa: S307 a constant
    # expect: PY994, PY602
    subprocess.run(command, shell=True)  # noqa: S602 a constant
    # expect: PY994, PY307
    eval(value)  # watchpost: ignore[PY307] a constant


# Fine: each tool's own ids, bugbear's among them.
def native(value, command):
    eval(value)  # nosec B307  # a constant
    eval(value)  # noqa: S307 a constant
    print(value)  # noqa: B008, B904 a constant
