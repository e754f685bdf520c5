; DJ289 host-in-mail
;
; severity   = "medium"
; confidence = "medium"
; cwe        = [644]
; message    = "whoever asks chooses the host in this mail: `ALLOWED_HOSTS` takes any"
; since      = "0.1.0"
; owasp      = ["A05:2021"]
; tags       = ["django"]
; in_tests   = "off"
; in_migrations = "off"
; ---
; A request says itself which host it is for, and with `*` in `ALLOWED_HOSTS` Django believes each.
; Somebody asks to reset the password of another account under the name of their own host: the mail goes to the owner, the link, with its token, to the attacker.
;
; ## Write instead
; The names of your hosts in `ALLOWED_HOSTS`, and addresses in mails that begin with a setting.
;
; ## When it is fine
; Where a proxy in front answers for known hosts only.
;
; ## Not found
; Addresses that are made in another function than the mail, and settings that are not known here.

((call
  function: (attribute
    object: (_) @_request
    attribute: (identifier) @_method)) @finding
  (#any-of? @_method "build_absolute_uri" "get_host")
  (#dotted? @_request "request" "self.request")
  (#function-mentions? @finding "send_mail" "send_mass_mail" "EmailMessage" "EmailMultiAlternatives" "email_user")
  (#setting? "ALLOWED_HOSTS" "*"))

((subscript
  value: (attribute
    object: (_) @_request
    attribute: (identifier) @_meta)
  subscript: (string) @_name) @finding
  (#any-of? @_meta "META" "headers")
  (#dotted? @_request "request" "self.request")
  (#value? @_name "HTTP_HOST" "Host")
  (#function-mentions? @finding "send_mail" "send_mass_mail" "EmailMessage" "EmailMultiAlternatives" "email_user")
  (#setting? "ALLOWED_HOSTS" "*"))
