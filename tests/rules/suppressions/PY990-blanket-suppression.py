"""PY990: suppressions that hide whatever is found."""
import subprocess


def blanket(value, command):
    # expect: PY990
    eval(value)  # nosec  # a constant
    # expect: PY990
    subprocess.run(command, shell=True)  # nosec  # a constant
    # expect: PY990
    eval(value)  # nosec B999  # a constant
    # expect: PY990
    eval(value)  # nosecurity  # a constant
    # expect: PY990
    eval(value)  # nosec because trusted  # a constant
    # expect: PY990
    eval(value)  # noqa  # a constant
    # expect: PY990
    eval(value)  # noqa E501  # a constant
    # expect: PY990
    eval(value)  # type: ignore # nosec  # a constant


# Fine: they name what they hide, or hide nothing.
def named(value, command):
    eval(value)  # nosec B307  # a constant
    eval(value)  # noqa: E501, S307 a constant
    eval(value)  # watchpost: ignore[PY307] a constant
    print(value)  # nosec  # nothing here
    print(value)  # noqa  # nothing here
    print(value, "# nosec")
