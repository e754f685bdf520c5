; DJ209 context-autoescape-off
;
; severity   = "high"
; confidence = "high"
; cwe        = [79]
; message    = "nothing that this template prints is escaped"
; since      = "0.1.0"
; also       = { semgrep = "context-autoescape-off" }
; tags       = ["django"]
; in_tests   = "off"
; in_migrations = "off"
; ---
; With `autoescape=False` every value of the template goes to the page as it is: names, comments and addresses bring their tags along.
;
; ## Write instead
; Leave `autoescape` out.
; A single value that is HTML already is marked where it is made, with `format_html`.
;
; ## When it is fine
; Plain text, in mails and files: low where the function speaks of mail or text.

((call
  function: (_) @_callee) @_call
  (#resolves? @_callee "django.template.Context" "django.template.RequestContext" "django.template.context.Context" "django.template.context.RequestContext" "django.template.Engine" "django.template.engine.Engine")
  (#argument! @finding @_call "autoescape")
  (#value? @finding "False")
  (#function-mentions? @finding "mail" "email" "send_mail" "subject" "EmailMessage" "EmailMultiAlternatives" "text" "txt" "plain")
  (#set! severity low))

((call
  function: (_) @_callee) @_call
  (#resolves? @_callee "django.template.Context" "django.template.RequestContext" "django.template.context.Context" "django.template.context.RequestContext" "django.template.Engine" "django.template.engine.Engine")
  (#argument! @finding @_call "autoescape")
  (#value? @finding "False")
  (#set! fix.safety unsafe)
  (#set! fix.title "Escape what is printed")
  (#replace! @finding "True"))
