"""PY993: suppressions that do not say why."""
import subprocess


def silent(value, command):
    # expect: PY993
    eval(value)  # nosec B307
    # expect: PY993
    eval(value)  # noqa: S307
    # expect: PY993
    subprocess.run(command, shell=True)  # watchpost: ignore[PY602]


# Fine: a reason, or nothing to do with security.
def reasoned(value, command):
    eval(value)  # nosec B307  # the value is a constant
    eval(value)  # noqa: S307 the value is a constant
    subprocess.run(command, shell=True)  # watchpost: ignore[PY602] the command is a constant
    print(value)  # noqa: E501
