"""PY603: programs that are not known."""
import subprocess

subprocess.run([program, "--version"])  # expect: PY603
subprocess.call(command)  # expect: PY603
subprocess.run(*words)  # expect: PY603
subprocess.Popen(command, **options)  # expect: PY603

grown = []
grown.append(program)
subprocess.run(grown)  # expect: PY603

# Fine: the program is a constant.
subprocess.run(["git", "log", revision])

# Fine: everything is a constant.
subprocess.run(["git", "status"])
