"""PY701: templates without escaping."""
import jinja2
from jinja2.nativetypes import NativeEnvironment
from jinja2.sandbox import SandboxedEnvironment

pages = jinja2.Environment(loader=loader, autoescape=True)  # expect: PY701
#       ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ "templates of this environment print values unescaped: a value with a tag in it becomes part of the page"

SandboxedEnvironment(autoescape=True)  # expect: PY701

# Fine: escaping is on.
jinja2.Environment(autoescape=True)
jinja2.Environment(autoescape=jinja2.select_autoescape())

native = NativeEnvironment().from_string(text)  # expect: PY701
#        ^^^^^^^^^^^^^^^^^^^ "templates of this environment print values unescaped, should one of them ever make a page"

# Fine: the options may hold it.
def grown(settings):
    options = {"loader": loader}
    for name in settings:
        options[name] = settings[name]
    return SandboxedEnvironment(**options)


def known():
    options = {"loader": loader}
    return SandboxedEnvironment(**options)  # expect: PY701


# Fine: decided elsewhere.
jinja2.Environment(autoescape=decide)
jinja2.Environment(**options)
