"""PY202: archives that write where they like."""
import tarfile
import tarfile as tf
import zipfile
from tarfile import TarFile

with tarfile.open(upload) as archive:
    archive.extractall(folder, filter="data")  # expect: PY202
#   ^^^^^^^^^^^^^^^^^^ "`archive.extractall` writes wherever the archive says, outside the folder too: before Python 3.14 nothing is filtered"

tf.open(upload).extractall(filter="data")  # expect: PY202
TarFile(upload).extractall(path=folder, filter="data")  # expect: PY202
archive = tarfile.open(upload, "r:gz")
archive.extractall(folder, members=None, filter="data")  # expect: PY202
archive.extractall(folder, filter="data")  # expect: PY202


def unpack(archive: TarFile):
    archive.extractall(folder, filter="data")  # expect: PY202


# Somebody chose the members: medium for a list, low for a function.
archive.extractall(folder, members=chosen, filter="data")  # expect: PY202
archive.extractall(folder, members=harmless(archive), filter="data")  # expect: PY202
archive.extractall(folder, members=self.harmless(), filter="data")  # expect: PY202

# A filter of our own: low.
archive.extractall(folder, filter=own_filter)  # expect: PY202

# Fine: names and links that lead outside are refused.
archive.extractall(folder, filter="data")
archive.extractall(folder, filter=tarfile.data_filter)
archive.extractall(folder, filter="tar")

# Fine: zipfile takes such names apart itself.
with zipfile.ZipFile(upload) as package:
    package.extractall(folder)

# Fine: another function that is called like it.
my_extractall(folder)


# Fine: the filter may be among the options.
def unpack_with(**options):
    archive.extractall(folder, **options)


# Known miss: nothing says what the argument is.
def unpack_unknown(upload):
    upload.extractall(folder)  # todo: PY202
