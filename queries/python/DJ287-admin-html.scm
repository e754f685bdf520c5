; DJ287 admin-html
;
; severity   = "medium"
; confidence = "medium"
; cwe        = [79]
; message    = "what visitors typed runs in the browser of the staff: `{argument}` becomes HTML here"
; since      = "0.1.0"
; owasp      = ["A03:2021"]
; tags       = ["django"]
; in_tests   = "off"
; in_migrations = "off"
; covers     = ["DJ201"]
; ---
; The list of the admin shows what visitors sent: names, comments, titles.
; A method that marks it as safe puts it into the page as HTML, and a script in it runs with the rights of the staff.
;
; ## Write instead
; `format_html("<b>{}</b>", obj.name)`, which escapes what is put in.
;
; ## When it is fine
; Constants and values that went through `escape` are not reported.

((call
  function: (_) @callee) @finding
  (#resolves? @callee "django.utils.safestring.mark_safe" "django.utils.safestring.SafeString")
  (#argument! @argument @finding "s" 0)
  (#in-class? @finding "django.contrib.admin.ModelAdmin" "django.contrib.admin.StackedInline" "django.contrib.admin.TabularInline")
  (#dynamic? @argument "html")
  (#set! fix.safety unsafe)
  (#fix! "pass-values" @finding @argument "{use:django.utils.html.format_html}"))

((assignment
  left: (attribute
    attribute: (identifier) @_name)
  right: (true)) @finding
  (#eq? @_name "allow_tags")
  (#imports? "django")
  (#set! severity low)
  (#set! message "`allow_tags` has no effect since Django 2.0; before, everything the method gave was HTML"))
