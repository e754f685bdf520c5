"""Invoices as HTML and PDF."""
import os
import shlex
import subprocess
import tempfile

from django.conf import settings
from jinja2 import DictLoader, Environment, select_autoescape

from .compat import run

TEMPLATE = """\
<h1>Invoice {{ order.number }}</h1>
<p>{{ order.address }}</p>
<table>
{% for line in lines %}<tr><td>{{ line.quantity }}</td><td>{{ line.product.name }}</td><td>{{ line.amount }}</td></tr>
{% endfor %}</table>
"""

LOADER = DictLoader({"invoice.html": TEMPLATE, "reminder.html": TEMPLATE})

# Addresses are written by customers, and nothing escapes them here.
environment = Environment(loader=LOADER)  # expect: PY701
reminders = Environment(loader=LOADER, autoescape=select_autoescape())


def as_html(order):
    lines = order.lines.select_related("product")
    return environment.get_template("invoice.html").render(order=order, lines=lines)


def as_reminder(order):
    lines = order.lines.select_related("product")
    return reminders.get_template("reminder.html").render(order=order, lines=lines)


def as_pdf(order, title):
    """Writes the invoice as PDF and returns the file's name."""
    html = tempfile.mktemp(suffix=".html")  # expect: PY306
    pdf = settings.INVOICE_DIR / f"{order.number}.pdf"
    with open(html, "w", encoding="utf-8") as file:
        file.write(as_html(order))
    run(f"wkhtmltopdf --title '{title}' {html} {pdf}", shell=True, check=True)  # expect: PY602
    os.chmod(pdf, 0o777)  # expect: PY103
    os.unlink(html)
    return pdf


def print_out(pdf, printer):
    """Sends an invoice to the printer of the office."""
    subprocess.run(["lp", "-d", printer, "--", str(pdf)], check=True, timeout=60)


def count_pages(pdf):
    command = f"pdfinfo {shlex.quote(str(pdf))} | grep Pages"
    # Both ends of the pipe are ours, and the name is quoted.
    output = subprocess.check_output(command, shell=True, text=True)  # nosec B602  # quoted above
    return int(output.split()[-1])


def keep_private(pdf):
    os.chmod(pdf, 0o600)
