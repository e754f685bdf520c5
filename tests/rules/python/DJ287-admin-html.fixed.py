"""DJ287: HTML in the admin."""
from django.contrib import admin
from django.utils.html import escape, format_html
from django.utils.safestring import mark_safe


class CommentAdmin(admin.ModelAdmin):
    def author(self, obj):
        return format_html("<b>{}</b>", obj.name)  # expect: DJ287
        #      ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ "what visitors typed runs in the browser of the staff: `f"<b>{obj.name}</b>"` becomes HTML here"

    def link(self, obj):
        return mark_safe("<a href='%s'>open</a>" % obj.url)  # expect: DJ287

    link.allow_tags = True  # expect: DJ287

    # Fine: it is escaped.
    def fine(self, obj):
        return format_html("<b>{}</b>", obj.name)

    # Fine: a constant, or escaped by hand.
    def mark(self, obj):
        return mark_safe("<b>new</b>") if obj.new else mark_safe("<b>" + escape(obj.name) + "</b>")
