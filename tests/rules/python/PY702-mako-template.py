"""PY702: Mako templates without escaping."""
from mako.lookup import TemplateLookup
from mako.template import Template as Page

Page(text)  # expect: PY702
#<^^^^^^^^ "Mako prints values unescaped unless `default_filters` holds `h`: a value with a tag in it becomes part of the page"

TemplateLookup(directories=folders)  # expect: PY702
Page(text, default_filters=["trim"])  # expect: PY702

# Fine: values are escaped.
Page(text, default_filters=["h"])

# Fine: another library.
from string import Template

Template(text)
