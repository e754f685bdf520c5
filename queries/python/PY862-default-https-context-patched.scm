; PY862 default-https-context-patched
;
; severity   = "high"
; confidence = "high"
; cwe        = [295]
; message    = "from here on no HTTPS request of this process, of libraries neither, checks a certificate"
; since      = "0.1.0"
; also       = { semgrep = ["unverified-ssl-context"] }
; ---
; `ssl._create_default_https_context` makes the context of every request through `urllib` and `http.client`.
; Whoever replaces it turns the check of certificates off for the whole process, also for libraries that send passwords and fetch code.
;
; ## Write instead
; Nothing: remove the line.
; For one server with a certificate of your own, pass `context=ssl.create_default_context(cafile="company.pem")` to that request.
;
; ## When it is fine
; In a script that is run once by hand to fetch public data, and even there one request needs it, not all.
;
; ## Not found
; The same by an environment variable of the system.

((assignment
  left: (attribute
    attribute: (identifier) @_name)
  right: (_) @_right) @finding
  (#eq? @_name "_create_default_https_context")
  (#resolves? @_right "ssl._create_unverified_context" "ssl._create_stdlib_context")
  (#remove-lines! @finding)
  (#set! fix.title "Check certificates")
  (#set! fix.safety unsafe))

((assignment
  left: (attribute
    attribute: (identifier) @_name)
  right: (lambda) @_right) @finding
  (#eq? @_name "_create_default_https_context")
  (#match? @_right "_create_unverified_context|_create_stdlib_context")
  (#remove-lines! @finding)
  (#set! fix.title "Check certificates")
  (#set! fix.safety unsafe))

((assignment
  left: (subscript
    value: (_) @_environment
    subscript: (string) @_name)
  right: (string) @_value) @finding
  (#value? @_name "PYTHONHTTPSVERIFY")
  (#value? @_value "0")
  (#resolves? @_environment "os.environ")
  (#remove-lines! @finding)
  (#set! fix.title "Check certificates")
  (#set! fix.safety unsafe))
