"""Pages whose values are escaped by what builds them."""
import jinja2
from django.shortcuts import render
from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import mark_safe
from jinja2 import Environment, FileSystemLoader, select_autoescape
from markupsafe import Markup

environment = Environment(loader=FileSystemLoader("templates"), autoescape=True)
by_suffix = jinja2.Environment(
    loader=jinja2.FileSystemLoader("templates"),
    autoescape=select_autoescape(["html", "xml"]),
)

SEPARATOR = mark_safe("<hr>")
EMPTY = Markup("<p>Nothing here.</p>")


def home(request):
    return render(request, "store/home.html", {"name": request.GET.get("name", "")})


def greeting(name):
    return format_html("<p>Hello {}</p>", name)


def names(people):
    return format_html_join("", "<li>{}</li>", ((person.name,) for person in people))


def bold(text):
    return Markup("<b>{}</b>").format(text)


def title(text):
    return Markup("<h1>%s</h1>") % text


def plain(text):
    return escape(text)


def letter(order):
    return environment.get_template("letter.html").render(order=order)


def invoice(order):
    return by_suffix.get_template("invoice.html").render(order=order)


def list_orders(request):
    if not request.user.has_perm("store.view_order"):
        raise PermissionError("orders are for the office")
    return render(request, "store/orders.html")
