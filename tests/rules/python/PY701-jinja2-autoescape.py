"""PY701: templates without escaping."""
import jinja2
from jinja2.sandbox import SandboxedEnvironment

pages = jinja2.Environment(loader=loader)  # expect: PY701
#       ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ "templates of this environment print values unescaped: a value with a tag in it becomes part of the page"

SandboxedEnvironment(autoescape=False)  # expect: PY701

# Fine: escaping is on.
jinja2.Environment(autoescape=True)
jinja2.Environment(autoescape=jinja2.select_autoescape())

# Fine: decided elsewhere.
jinja2.Environment(autoescape=decide)
jinja2.Environment(**options)
