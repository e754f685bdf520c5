"""PY607: programs looked up on PATH."""
import subprocess

subprocess.run(["convert", picture])  # expect: PY607
subprocess.check_call(("unzip", archive))  # expect: PY607

# Fine: the whole path.
subprocess.run(["/usr/bin/convert", picture])

# Fine: a tool that everybody has.
subprocess.run(["git", "status"])
