; PY323 unverified-context
;
; severity   = "high"
; confidence = "high"
; cwe        = [295]
; message    = "`{callee:name}` accepts every certificate, so anybody on the way can answer in place of the server"
; since      = "0.1.0"
; also       = { bandit = "B323", ruff = "S323", semgrep = ["unverified-ssl-context"] }
; ---
; The connection is encrypted, but nobody checks to whom.
; Whoever sits between the two machines shows a certificate of their own, reads everything and changes it.
;
; ## Write instead
; `ssl.create_default_context()`, which checks the certificate and the name of the server.
; For a server with a certificate of your own, pass that as `cafile`.
;
; ## When it is fine
; Fetching a certificate only to look at it.
;
; ## Not found
; Setting `ssl._create_default_https_context` is a rule of its own, as it reaches the whole process.

((call
  function: (_) @callee) @finding
  (#resolves? @callee "ssl._create_unverified_context" "ssl._create_stdlib_context")
  (#argument-count? @finding "==0")
  (#replace! @callee "{use:ssl.create_default_context}")
  (#set! fix.title "Use `ssl.create_default_context`")
  (#set! fix.safety unsafe))

((call
  function: (_) @callee) @finding
  (#resolves? @callee "ssl._create_unverified_context" "ssl._create_stdlib_context"))

; The whole process: another rule.
((assignment
  left: (_) @_left
  right: (_) @finding)
  (#resolves? @finding "ssl._create_unverified_context" "ssl._create_stdlib_context")
  (#match? @_left "_create_default_https_context$")
  (#set! exempt))

; Passed on to be called by somebody else.
([(identifier) (attribute)] @finding
  (#resolves? @finding "ssl._create_unverified_context" "ssl._create_stdlib_context")
  (#reference? @finding)
  (#set! confidence medium)
  (#set! message "`{finding:name}` accepts every certificate, so anybody on the way can answer in place of the server"))
