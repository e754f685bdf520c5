"""PY103: files that other users may change."""
import os
import os as system
import stat
from os import chmod
from pathlib import Path

os.chmod(report, 0o666)  # expect: PY103
#                ^^^^^ "`os.chmod` lets every user of the machine write here: `0o666`"

system.chmod(report, 0o777)  # expect: PY103
chmod(path=report, mode=0o664)  # expect: PY103
os.fchmod(handle, stat.S_IRWXU | stat.S_IRWXG | stat.S_IRWXO)  # expect: PY103
os.lchmod(report, stat.S_IRUSR + stat.S_IWUSR + stat.S_IWGRP)  # expect: PY103
Path(report).chmod(0o777)  # expect: PY103
target = Path(folder) / "report"
target.chmod(mode=0o662)  # expect: PY103
shared = 0o666
os.chmod(report, shared)  # expect: PY103
os.chmod(report, 0o777 & ~stat.S_IWOTH)  # expect: PY103

# The other bits are known whatever the file had.
os.chmod(report, os.stat(report).st_mode | stat.S_IWOTH)  # expect: PY103

# A decimal number for an octal one.
os.chmod(report, 644)  # expect: PY103
Path(report).chmod(777)  # expect: PY103

# No mode at all.
os.chmod(report, 0o100666)  # expect: PY103

# Others may run it: low.
os.chmod(script, 0o710)  # expect: PY103
os.chmod(upload_dir, 0o775)  # expect: PY103
os.chmod(script, os.stat(script).st_mode | stat.S_IXUSR | stat.S_IXGRP | stat.S_IXOTH)  # expect: PY103

# Fine: the owner alone.
os.chmod(report, 0o600)
Path(folder).chmod(0o700)
os.chmod(report, stat.S_IRUSR | stat.S_IWUSR)

# Fine: usual for folders and scripts, and what repairs make.
os.chmod(script, 0o755)
Path(folder).chmod(0o711)

# Fine: others may read.
os.chmod(report, 0o644)
os.chmod(report, mode)
os.chmod(report, os.stat(report).st_mode & ~stat.S_IWOTH)

# Fine: a function that is only called like it.
remote.chmod(report, 0o777)
