"""Names that moved between versions of Python or of our dependencies."""
from subprocess import run

try:
    from zoneinfo import ZoneInfo
except ImportError:
    from backports.zoneinfo import ZoneInfo

__all__ = ["ZoneInfo", "run"]
