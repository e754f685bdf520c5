"""PY604: a shell asked for by keyword."""
from subprocess import run

execute(f"tar xf {name}", shell=True)  # expect: PY604
#                               ^^^^ "`execute` is told to use a shell for `f"tar xf {name}"`"

host.command(command, shell=True)  # expect: PY604

# Fine: no shell.
execute(["tar", "xf", name], shell=False)

# Fine: a constant command.
execute("make test", shell=True)

# Fine: the keyword names a shell.
execute(name, shell="/bin/bash")

# Known miss: the switch is a name.
execute(command, shell=SHELL)  # todo: PY604
