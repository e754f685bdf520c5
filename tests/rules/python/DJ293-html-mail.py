"""DJ293: mails made of what somebody typed."""
from django.core.mail import EmailMultiAlternatives, send_mail
from django.template.loader import render_to_string
from django.utils.html import escape


def notify(request, user):
    name = request.POST["name"]
    send_mail("Hello", "", None, [user.email], html_message=f"<p>{name}</p>")  # expect: DJ293
    #                                                       ^^^^^^^^^^^^^^^^ "what visitors typed becomes part of the mail: `f"<p>{name}</p>"` puts values into HTML without escaping them"
    message = EmailMultiAlternatives("Hello", "", None, [user.email])
    message.attach_alternative("<p>%s</p>" % name, "text/html")  # expect: DJ293
    user.email_user("Hello", "", html_message="<p>" + name + "</p>")  # expect: DJ293


# Fine: a template escapes.
def fine(request, user):
    html = render_to_string("mail.html", {"name": request.POST["name"]})
    send_mail("Hello", "", None, [user.email], html_message=html)


# Fine: escaped by hand, or plain text.
def plain(request, user):
    name = escape(request.POST["name"])
    send_mail("Hello", f"Hello {name}", None, [user.email], html_message=f"<p>{name}</p>")
    send_mail("Hello", f"Hello {request.POST['name']}", None, [user.email])
