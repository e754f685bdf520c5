"""PY607: programs looked up on PATH."""
import os
import subprocess

subprocess.run(["convert", picture])  # expect: PY607
subprocess.check_call(("unzip", archive))  # expect: PY607
subprocess.run(args=["convert", picture])  # expect: PY607
subprocess.check_output("oslevel")  # expect: PY607
os.execvp("convert", words)  # expect: PY607
os.spawnlp(os.P_WAIT, "convert", "convert", picture)  # expect: PY607
names = os.popen("blkid -o full")  # expect: PY607  # also: PY605

# Fine: the whole path.
subprocess.run(["/usr/bin/convert", picture])

# Fine: a tool that everybody has.
subprocess.run(["git", "status"])

# Fine: what the shell does itself, and what has a folder in front.
os.system("cd ..")  # also: PY605
os.system("/bin/sync")  # also: PY605
os.execv("/bin/sh", words)
