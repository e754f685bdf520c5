"""PY108: names in a folder where everybody writes."""
import os
import os.path as osp
import sqlite3
import tempfile
from pathlib import Path
from shutil import copy

with open("/tmp/report.txt", "w") as report:  # expect: PY108
#         ^^^^^^^^^^^^^^^^^ "everybody on this machine may make `"/tmp/report.txt"` first: a file of theirs, or a link to one of yours"
    report.write(text)

open(f"/var/tmp/{name}", mode="ab")  # expect: PY108
os.makedirs("/dev/shm/shop")  # expect: PY108
osp.join("/tmp", name)  # expect: PY108
Path("/tmp/shop").mkdir()  # expect: PY108
sqlite3.connect("/tmp/shop.db")  # expect: PY108
copy(report, "/tmp/")  # expect: PY108
PID_FILE = "/tmp/shop.pid"  # expect: PY108
self.cache_dir = "/tmp"  # expect: PY108
start(log_path="/var/tmp/" "shop.log")  # expect: PY108


def run(work_folder="/tmp/shop"):  # expect: PY108
    return work_folder


sock = options.get("sock_dir", "/tmp/shop")  # expect: PY108

# Fine: a folder to make files in, and no path.
base = os.environ.get("TMP_DIR", "/tmp")
mark = options.get("prefix", "/tmp/shop")

# Fine: a name nobody knows, and a folder of our own.
with tempfile.TemporaryDirectory(dir="/tmp") as folder:
    print(folder)

# Fine: another folder with such a beginning.
open("/tmpfoo/report.txt", "w")
cache_dir = "/tmpfs/shop"

# Fine: nothing is made there.
open("/tmp/report.txt")
if folder.startswith("/tmp/") or folder == "/var/tmp":
    print("elsewhere")

# Fine: a folder of another machine.
volume = "data:/tmp"

# Known miss: the name says nothing of a path.
target = "/tmp/report.txt"  # todo: PY108
