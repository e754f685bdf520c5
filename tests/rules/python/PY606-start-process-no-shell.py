"""PY606: programs started without a shell."""
import os
from os import execvp as replace

os.execv(program, [program, "--daemon"])  # expect: PY606
#<^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ "`os.execv` starts a program that is not known here"

replace(name, arguments)  # expect: PY606
os.spawnl(os.P_NOWAIT, program, program)  # expect: PY606
os.startfile(attachment)  # expect: PY606
#<^^^^^^^^^^^^^^^^^^^^^^ "`os.startfile` opens `attachment` with whatever program its name asks for: a script among the documents is run"

# Fine: a constant program.
os.execv("/usr/bin/env", arguments)

# Fine: a method of that name.
job.execv(program)
