"""Names that moved between versions."""
from subprocess import run

try:
    import simplejson as json
except ImportError:
    import json

__all__ = ["json", "run"]
