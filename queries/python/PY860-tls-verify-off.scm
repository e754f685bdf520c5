; PY860 tls-verify-off
;
; severity   = "high"
; confidence = "high"
; cwe        = [295]
; message    = "every request of this session talks to whoever answers: certificates are not checked"
; since      = "0.1.0"
; also       = { semgrep = ["disabled-cert-validation"] }
; ---
; A session hands its `verify` to every request, so one line turns the check off for all of them, also for those that are written later.
; Without the check the server can be anybody who sits on the way; they read what is sent, tokens included, and answer what they like.
;
; ## Write instead
; Leave `verify` as it is.
; For a certificate of your own authority name its file: `session.verify = "/etc/ssl/certs/company.pem"`.
;
; ## When it is fine
; A client that talks to nothing but this machine.
;
; ## Not found
; A value that is computed, and sessions that arrive as parameters without an annotation.

((assignment
  left: (attribute
    object: (_) @_session
    attribute: (identifier) @_name)
  right: (_) @_value) @finding
  (#eq? @_name "verify")
  (#value? @_value "False" "0" "")
  (#instance? @_session "requests.Session" "requests.sessions.Session" "httpx.Client" "httpx.AsyncClient")
  (#remove-lines! @finding)
  (#set! fix.title "Check certificates")
  (#set! fix.safety unsafe))

; A session that came from elsewhere.
((assignment
  left: (attribute
    object: (_) @_session
    attribute: (identifier) @_name)
  right: (_) @_value) @finding
  (#eq? @_name "verify")
  (#value? @_value "False")
  (#imports? "requests" "requests_oauthlib" "requests_toolbelt")
  (#last-words? @_session "session" "sess")
  (#set! confidence medium)
  (#remove-lines! @finding)
  (#set! fix.title "Check certificates")
  (#set! fix.safety unsafe))
