"""PY602: commands run through a shell."""
import shlex
import subprocess as sp
from subprocess import Popen

sp.run(f"tar xf {name}", shell=True)  # expect: PY602
#                              ^^^^ "`subprocess.run` hands `f"tar xf {name}"` to a shell, which runs whatever commands the value brings along"

Popen(command, shell=1)  # expect: PY602
sp.check_output("ls " + folder, shell=True)  # expect: PY602
sp.call(args=command, shell=True)  # expect: PY602

# No injection, but a shell for nothing.
sp.run("git status --short", shell=True)  # expect: PY602
sp.run("ls | wc -l", shell=True)  # expect: PY602
#                          ^^^^ "`subprocess.run` hands a constant command to a shell: the first value that is put into it can run others"
sp.run(["ls", folder], shell=True)  # expect: PY602
sp.run(f"ls {shlex.quote(folder)}", shell=True)  # expect: PY602

# The command is in what is passed on.
sp.run(*words, shell=True)  # expect: PY602
#                    ^^^^ "`subprocess.run` hands its command to a shell, which runs whatever commands the values bring along"

# Parts that are put in further down count.
parts = ["ls"]
parts.append(folder)
sp.run(" ".join(parts), shell=True)  # expect: PY602
#                             ^^^^ "`subprocess.run` hands `" ".join(parts)` to a shell, which runs whatever commands the value brings along"

# Fine: a list never meets a shell.
sp.run(["tar", "xf", name])

# Fine: the shell is switched off.
sp.run(command, shell=False)

# Known miss: the keyword arrives in a dictionary of another function.
def start(command, **options):
    sp.run(command, **options)  # todo: PY602
