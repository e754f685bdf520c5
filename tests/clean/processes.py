"""Programs started without a shell, and shells that get quoted words only."""
import logging
import os
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

logger = logging.getLogger(__name__)


def archive(folder: Path, target: Path) -> None:
    """A list never meets a shell: each value stays one argument."""
    subprocess.run(["/bin/tar", "-czf", str(target), "-C", str(folder), "."], check=True, timeout=300)


def python_version() -> str:
    result = subprocess.run([sys.executable, "--version"], capture_output=True, text=True, check=True)
    return result.stdout.strip()


def convert(source: Path, target: Path) -> bool:
    program = shutil.which("convert")
    if program is None:
        logger.warning("ImageMagick is not installed")
        return False
    command = [program, str(source), "-resize", "800x", str(target)]
    return subprocess.call(command, timeout=60) == 0


def start_worker(queue: str) -> subprocess.Popen:
    environment = {**os.environ, "WORKER_QUEUE": queue}
    return subprocess.Popen([sys.executable, "-m", "shop.worker"], env=environment, shell=False)


def show(command: list[str]) -> str:
    """How a command would be typed; it is shown, not run."""
    return "$ " + shlex.join(command)


class Runner:
    """Has a method `system` of its own, which is no shell."""

    def __init__(self) -> None:
        self.commands: list[str] = []

    def system(self, command: str) -> None:
        self.commands.append(command)

    def run(self, command: str) -> None:
        self.system(f"prefix {command}")
