; PY112 try-except-continue
;
; severity   = "low"
; confidence = "medium"
; cwe        = [703]
; message    = "the loop goes on after any error at all and nobody learns of it"
; since      = "0.1.0"
; also       = { bandit = "B112", ruff = "S112" }
; in_tests   = "off"
; options.check-typed-exception = { default = false, doc = "also report handlers of narrow exception types" }
; ---
; A loop that skips whatever raises also skips the items whose checks failed, and those an attacker made fail.
; The result looks complete.
;
; ## Write instead
; Name the exceptions that are expected, or log which item was left out: `except Exception: logger.exception("…"); continue`.
;
; ## When it is fine
; An import that is optional is not reported.
; With the option `check-typed-exception` handlers of narrow types are reported too.

; One of several modules that may be missing.
((try_statement
  body: (block . [(import_statement) (import_from_statement)] .)
  (except_clause) @finding)
  (#set! exempt))

((except_clause
  !value
  (block) @_body) @finding
  (#only-statement? @_body "continue_statement"))

((except_clause
  value: (_) @_type
  (block) @_body) @finding
  (#any-item? @_type "builtins.Exception" "builtins.BaseException")
  (#only-statement? @_body "continue_statement"))

((except_clause
  value: (as_pattern . (_) @_type)
  (block) @_body) @finding
  (#any-item? @_type "builtins.Exception" "builtins.BaseException")
  (#only-statement? @_body "continue_statement"))

((except_clause
  value: (_) @value
  (block) @_body) @finding
  (#option? "check-typed-exception")
  (#only-statement? @_body "continue_statement")
  (#set! message "the loop goes on after `{value}` and nobody learns of it"))
