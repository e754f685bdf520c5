"""PY506: YAML that may make any object."""
import yaml
import yaml as config_format
from yaml import load as read_yaml

settings = yaml.load(text)  # expect: PY506
#          ^^^^^^^^^^^^^^^ "`yaml.load` without a loader makes any Python object before PyYAML 5.1 and is a `TypeError` from PyYAML 6 on"

config_format.load(text, Loader=config_format.Loader)  # expect: PY506
read_yaml(stream, yaml.UnsafeLoader)  # expect: PY506
yaml.load(stream, Loader=yaml.loader.UnsafeLoader)  # expect: PY506
read_yaml(stream)  # expect: PY506

try:
    from yaml import CLoader as QuickLoader
except ImportError:
    from yaml import Loader as QuickLoader
yaml.load(stream, Loader=QuickLoader)  # expect: PY506


class Anything(yaml.Loader):
    """Adds a tag."""


yaml.load(stream, Loader=Anything)  # expect: PY506

# Medium: who knows what it makes.
yaml.load(stream, Loader=loader_of(stream))  # expect: PY506

# Fine: plain data only.
settings = yaml.safe_load(text)

# Fine: loaders that make no objects.
yaml.load(stream, Loader=yaml.SafeLoader)
yaml.load(stream, yaml.CSafeLoader)
yaml.load(stream, Loader=yaml.BaseLoader)
yaml.load(stream, Loader=yaml.cyaml.CSafeLoader)
yaml.load(stream, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))

try:
    from yaml import CSafeLoader as SafestLoader
except ImportError:
    from yaml import SafeLoader as SafestLoader
yaml.load(stream, Loader=SafestLoader)


# Fine: a safe loader with a tag more.
class Tagged(yaml.SafeLoader):
    """Adds a tag."""


yaml.load(stream, Loader=Tagged)

# Fine: the options may hold the loader.
yaml.load(stream, **options)

# Fine: another library, whose `YAML` is safe unless told otherwise.
from ruamel.yaml import YAML

YAML().load(stream)

# Known miss: passed on, to be called without a loader.
documents = map(yaml.load, texts)  # todo: PY506
