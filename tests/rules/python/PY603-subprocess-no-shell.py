"""PY603: programs that are not known."""
import subprocess

subprocess.run([program, "--version"])  # expect: PY603
subprocess.call(command)  # expect: PY603

# Fine: the program is a constant.
subprocess.run(["git", "log", revision])

# Fine: everything is a constant.
subprocess.run(["git", "status"])
