"""PY609: file names taken as options."""
import os
import subprocess

# also: PY605
os.system("tar cf backup.tar *")  # expect: PY609
#         ^^^^^^^^^^^^^^^^^^^^^ "a file whose name begins with `-` becomes an option of the command here"

# also: PY602
subprocess.call("chown www-data *", shell=True)  # expect: PY609

# Fine: names begin with `./`.
# also: PY605
os.system("tar cf backup.tar ./*")

# Fine: another word with these letters.
# also: PY605
os.system("start *")
