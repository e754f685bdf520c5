"""PY991: lists of which bandit keeps the last id."""
import subprocess


def lossy(value, command):
    # expect: PY991
    subprocess.run(eval(value), shell=True)  # nosec B307,B602  # a constant
    # expect: PY991
    subprocess.run(eval(value), shell=True)  # nosec: B602,eval  # a constant


# Fine: a blank, or no comma at all.
def blank(value, command):
    subprocess.run(eval(value), shell=True)  # nosec B307, B602  # a constant
    subprocess.run(eval(value), shell=True)  # nosec B307 B602  # a constant
    subprocess.run(eval(value), shell=True)  # noqa: S307,S602 a constant
    eval(value)  # nosec B307  # see a,b
