; DJ293 html-mail
;
; severity   = "medium"
; confidence = "medium"
; cwe        = [79, 80]
; message    = "what visitors typed becomes part of the mail: `{finding}` puts values into HTML without escaping them"
; since      = "0.1.0"
; owasp      = ["A03:2021"]
; tags       = ["django"]
; in_tests   = "off"
; in_migrations = "off"
; ---
; A mail in HTML shows whatever tags it holds: links to a false login, pictures that tell who has read it, forms.
; A value that somebody typed, put between the tags as it is, lets strangers write mails in your name.
;
; ## Write instead
; `render_to_string("mail.html", {…})`, which escapes, or `format_html("<p>{}</p>", name)`.
;
; ## When it is fine
; Constants and values that went through `escape` are not reported.

((call
  function: (_) @_callee) @_call
  (#resolves? @_callee "django.core.mail.send_mail" "django.core.mail.mail_admins" "django.core.mail.mail_managers")
  (#argument! @finding @_call "html_message")
  (#builds? @finding)
  (#dynamic? @finding "html"))

((call
  function: (attribute
    attribute: (identifier) @_method)) @_call
  (#eq? @_method "attach_alternative")
  (#imports? "django")
  (#argument! @finding @_call "content" 0)
  (#builds? @finding)
  (#dynamic? @finding "html"))

((call
  function: (attribute
    attribute: (identifier) @_method)) @_call
  (#eq? @_method "email_user")
  (#imports? "django")
  (#argument! @finding @_call "html_message")
  (#builds? @finding)
  (#dynamic? @finding "html"))
