"""PY992: suppressions that silence nothing."""
import subprocess


def unused(value, command):
    # expect: PY992
    eval(value)  # nosec B307  # a constant
    # expect: PY992
    eval(value)  # noqa: E501, S307 a constant
    # expect: PY992
    print(value)  # a constant
    # expect: PY992
    print(value)
    # expect: PY992
    print(value)
    # expect: PY992
    print(value)


# Fine: used, or not about any rule here.
def used(value, command):
    eval(value)  # nosec B307  # a constant
    eval(value)  # watchpost: ignore[eval] a constant
    # watchpost: ignore[PY602] a constant
    subprocess.run(
        command,
        shell=True,
    )
    print(value)  # noqa: E501, B008 a constant
    print(value)  # nosec B109  # a number bandit dropped
    print(value)  # noqa: S6 the beginning of codes
