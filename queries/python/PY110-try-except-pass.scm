; PY110 try-except-pass
;
; severity   = "low"
; confidence = "medium"
; cwe        = [703]
; message    = "every error is swallowed here without a trace, also those that tell of an attack or of lost data"
; since      = "0.1.0"
; also       = { bandit = "B110", ruff = "S110" }
; in_tests   = "off"
; options.check-typed-exception = { default = false, doc = "also report handlers of narrow exception types" }
; ---
; A handler that takes any exception and does nothing hides mistakes, and with them failed checks: the program goes on as if they had passed.
; Nobody sees later that something was tried.
;
; ## Write instead
; Name the exceptions that are expected, or log what came: `except Exception: logger.exception("…")`.
;
; ## When it is fine
; Closing something that may be closed already, and an import that is optional, are not reported.
; With the option `check-typed-exception` handlers of narrow types are reported too.
; `contextlib.suppress(Exception)` does the same and is reported as info.

; Cleaning up: nothing is lost when closing fails.
((try_statement
  body: (block . (expression_statement (call function: (attribute attribute: (identifier) @_method))) .)
  (except_clause) @finding)
  (#any-of? @_method "close" "aclose" "shutdown" "disconnect" "terminate" "kill" "cancel" "unlink" "cleanup" "quit")
  (#set! exempt))

((try_statement
  body: (block . (expression_statement (await (call function: (attribute attribute: (identifier) @_method)))) .)
  (except_clause) @finding)
  (#any-of? @_method "close" "aclose" "shutdown" "disconnect" "terminate" "kill" "cancel" "unlink" "cleanup" "quit" "wait_closed")
  (#set! exempt))

; An optional import.
((try_statement
  body: (block . [(import_statement) (import_from_statement)] .)
  (except_clause) @finding)
  (#set! exempt))

; `except:` takes everything, `KeyboardInterrupt` and `SystemExit` too.
((except_clause
  !value
  (block) @_body) @finding
  (#only-statement? @_body "pass_statement" "ellipsis" "string"))

((except_clause
  value: (_) @_type
  (block) @_body) @finding
  (#any-item? @_type "builtins.Exception" "builtins.BaseException")
  (#only-statement? @_body "pass_statement" "ellipsis" "string"))

((except_clause
  value: (as_pattern . (_) @_type)
  (block) @_body) @finding
  (#any-item? @_type "builtins.Exception" "builtins.BaseException")
  (#only-statement? @_body "pass_statement" "ellipsis" "string"))

((except_clause
  value: (_) @value
  (block) @_body) @finding
  (#option? "check-typed-exception")
  (#only-statement? @_body "pass_statement" "ellipsis" "string")
  (#set! message "`{value}` is swallowed here without a trace"))

((call
  function: (_) @callee) @finding
  (#resolves? @callee "contextlib.suppress")
  (#argument! @_type @finding "" 0)
  (#any-item? @_type "builtins.Exception" "builtins.BaseException")
  (#set! severity info)
  (#set! message "`{callee:name}` swallows every error of the block without a trace"))

((call
  function: (_) @callee) @finding
  (#resolves? @callee "contextlib.suppress")
  (#argument! @_type @finding "" 1)
  (#any-item? @_type "builtins.Exception" "builtins.BaseException")
  (#set! severity info)
  (#set! message "`{callee:name}` swallows every error of the block without a trace"))
