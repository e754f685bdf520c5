; PY861 ssl-context-unverified
;
; severity   = "high"
; confidence = "high"
; cwe        = [295]
; message    = "this context accepts every certificate, so anybody on the way can answer in place of the server"
; since      = "0.1.0"
; ---
; The connection is encrypted, but nobody asks to whom: whoever sits on the way shows a certificate of their own, reads everything and changes it.
; Without `check_hostname` any certificate that some authority gave to somebody is good enough.
;
; ## Write instead
; `ssl.create_default_context()` and nothing more.
; For a server with a certificate of your own, pass that as `cafile`.
;
; ## When it is fine
; The context of a server, which does not ask its visitors for certificates: those made with `PROTOCOL_TLS_SERVER` or `Purpose.CLIENT_AUTH` are not reported.
;
; ## Not found
; Contexts whose name does not say what they are, where the file does not show how they were made.

; A server does not ask who visits.
((assignment
  left: (attribute
    object: (_) @_context
    attribute: (identifier) @_name)) @finding
  (#any-of? @_name "verify_mode" "check_hostname")
  (#assigned-match? @_context "PROTOCOL_TLS_SERVER|CLIENT_AUTH")
  (#set! exempt))

((assignment
  left: (attribute
    object: (_) @_context
    attribute: (identifier) @_name)
  right: (_) @_value) @finding
  (#eq? @_name "verify_mode")
  (#value? @_value "ssl.CERT_NONE" "ssl.VerifyMode.CERT_NONE" "0")
  (#imports? "ssl")
  (#last-words? @_context "context" "ctx" "contexts")
  (#remove-lines! @finding)
  (#set! fix.title "Check the certificate")
  (#set! fix.safety unsafe))

((assignment
  left: (attribute
    object: (_) @_context
    attribute: (identifier) @_name)
  right: (_) @_value) @finding
  (#eq? @_name "verify_mode")
  (#value? @_value "ssl.CERT_NONE" "ssl.VerifyMode.CERT_NONE")
  (#instance? @_context "ssl.SSLContext")
  (#remove-lines! @finding)
  (#set! fix.title "Check the certificate")
  (#set! fix.safety unsafe))

; Together with `CERT_NONE` it says the same.
((assignment
  left: (attribute
    object: (_) @_context
    attribute: (identifier) @_name)) @finding
  (#eq? @_name "check_hostname")
  (#function-mentions? @finding "CERT_NONE")
  (#set! exempt))

((assignment
  left: (attribute
    object: (_) @_context
    attribute: (identifier) @_name)
  right: (_) @_value) @finding
  (#eq? @_name "check_hostname")
  (#value? @_value "False" "0")
  (#imports? "ssl")
  (#last-words? @_context "context" "ctx" "contexts")
  (#set! message "this context takes any certificate that an authority gave to anybody: the name of the server is not compared")
  (#remove-lines! @finding)
  (#set! fix.title "Compare the name of the server")
  (#set! fix.safety unsafe))

((assignment
  left: (attribute
    object: (_) @_context
    attribute: (identifier) @_name)
  right: (_) @_value) @finding
  (#eq? @_name "check_hostname")
  (#value? @_value "False" "0")
  (#instance? @_context "ssl.SSLContext")
  (#set! message "this context takes any certificate that an authority gave to anybody: the name of the server is not compared")
  (#remove-lines! @finding)
  (#set! fix.title "Compare the name of the server")
  (#set! fix.safety unsafe))
