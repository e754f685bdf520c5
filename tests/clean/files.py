"""Files with narrow rights, in places that nobody can guess or escape from."""
import contextlib
import logging
import os
import stat
import tarfile
import tempfile
import zipfile
from pathlib import Path

logger = logging.getLogger(__name__)

UPLOADS = Path("/srv/shop/uploads")
TEMPLATE_DIR = "templates"


def unpack(archive: Path, target: Path) -> None:
    with tarfile.open(archive) as tar:
        tar.extractall(target, filter="data")


def unpack_zip(archive: Path, target: Path) -> None:
    """`zipfile` strips roots and `..` itself."""
    with zipfile.ZipFile(archive) as file:
        file.extractall(target)


def write_report(text: str) -> str:
    with tempfile.NamedTemporaryFile("w", suffix=".txt", delete=False, encoding="utf-8") as file:
        file.write(text)
        return file.name


def scratch(content: bytes) -> int:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "content")
        path.write_bytes(content)
        return path.stat().st_size


def protect(path: Path) -> None:
    os.chmod(path, 0o600)


def protect_folder(path: Path) -> None:
    path.chmod(stat.S_IRWXU)


def make_private(path: Path) -> int:
    return os.open(path, os.O_CREAT | os.O_WRONLY | os.O_EXCL, 0o600)


def upload_path(name: str) -> Path:
    path = (UPLOADS / name).resolve()
    if not path.is_relative_to(UPLOADS):
        raise ValueError("outside of the upload folder")
    return path


def remove(path: Path) -> None:
    with contextlib.suppress(FileNotFoundError):
        path.unlink()


def read_optional(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except FileNotFoundError:
        pass
    return ""


def sizes(paths: list[Path]) -> list[int]:
    found = []
    for path in paths:
        try:
            found.append(path.stat().st_size)
        except OSError:
            logger.warning("cannot read %s", path)
            continue
    return found


def is_temporary(path: str) -> bool:
    """Looks at a name; nothing is written."""
    return path.startswith("/tmp/")
