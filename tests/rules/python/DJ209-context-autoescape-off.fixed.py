"""DJ209: templates that do not escape."""
from django.core.mail import send_mail
from django.template import Context, Engine, Template

engine = Engine(autoescape=True)  # expect: DJ209


def page(template, values):
    return template.render(Context(values, autoescape=True))  # expect: DJ209
    #                                                 ^^^^^ "nothing that this template prints is escaped"


# A mail is plain text.
def tell(template, values):
    send_mail("Hello", template.render(Context(values, autoescape=False)), None, [])  # expect: DJ209


# Fine: escaped.
def fine(template, values):
    return template.render(Context(values, autoescape=True))


# Fine: by itself.
def plain_context(values):
    return Template("{{ a }}").render(Context(values))
