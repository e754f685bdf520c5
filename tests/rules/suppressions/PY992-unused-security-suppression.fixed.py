"""PY992: suppressions that silence nothing."""
import subprocess


def unused(value, command):
    # expect: PY992
    eval(value)  # watchpost: ignore[PY307] a constant
    # expect: PY992
    print(value)
    # expect: PY992
    print(value)
    # expect: PY992
    print(command)


# Fine: used.
def used(value, command):
    eval(value)  # nosec B307  # a constant
    eval(value)  # watchpost: ignore[eval] a constant
    # watchpost: ignore[PY602] a constant
    subprocess.run(
        command,
        shell=True,
    )


# Fine: for another tool, which may still need it.
def of_others(value):
    eval(value)  # nosec B307, B602  # a constant
    eval(value)  # noqa: E501, S307, S602 a constant
    print(value)  # nosec B602  # a constant
    print(value)  # noqa: S602 a constant
    print(value)  # ruff: ignore[S602] a constant
    print(value)  # nosemgrep: subprocess-shell-true
    print(value)  # noqa: E501, B008 a constant
    print(value)  # nosec B109  # a number bandit dropped
    print(value)  # noqa: S6 the beginning of codes
