"""PY602: commands run through a shell."""
import shlex
import subprocess as sp
from subprocess import Popen

sp.run(["tar", "xf", str(name)])  # expect: PY602
#                              ^^^^ "`subprocess.run` hands `f"tar xf {name}"` to a shell, which runs whatever commands the value brings along"

Popen(command, shell=1)  # expect: PY602
sp.check_output("ls " + folder, shell=True)  # expect: PY602
sp.call(args=command, shell=True)  # expect: PY602

# No injection, but a shell for nothing.
sp.run(["git", "status", "--short"])  # expect: PY602
sp.run("ls | wc -l", shell=True)  # expect: PY602
sp.run(["ls", folder])  # expect: PY602
sp.run(f"ls {shlex.quote(folder)}", shell=True)  # expect: PY602

# Fine: a list never meets a shell.
sp.run(["tar", "xf", name])

# Fine: the shell is switched off.
sp.run(command, shell=False)

# Known miss: the keyword arrives in a dictionary of another function.
def start(command, **options):
    sp.run(command, **options)  # todo: PY602
