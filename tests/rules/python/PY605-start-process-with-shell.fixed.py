"""PY605: processes started through a shell."""
import os
import shlex
from subprocess import getoutput as output
import subprocess

os.system("convert " + name)  # expect: PY605
#<^^^^^^^^^^^^^^^^^^^^^^^^^^ "`os.system` hands `"convert " + name` to a shell, which runs whatever commands the value brings along"

listing = output(f"ls {folder}")  # expect: PY605
stream = os.popen(command)  # expect: PY605
worker = Thread(target=os.system, args=(command,))  # expect: PY605

# A shell for nothing.
subprocess.run(["sync"], check=False)  # expect: PY605
os.system("ls | wc -l")  # expect: PY605
#<^^^^^^^^^^^^^^^^^^^^^ "`os.system` hands a constant command to a shell: the first value that is put into it can run others"
status = os.system("git fetch")  # expect: PY605
os.system("rm -r " + shlex.quote(folder))  # expect: PY605

# Fine: a method of that name.
platform_tools.system(command)


# Fine: a function of our own.
def popen(command):
    return command


popen(name)
