; PY101 assert-used
;
; severity   = "low"
; confidence = "medium"
; cwe        = [617]
; message    = "`python -O` leaves this check out"
; since      = "0.1.0"
; also       = { bandit = "B101", ruff = "S101" }
; in_tests   = "off"
; ---
; With `-O` or `PYTHONOPTIMIZE` Python compiles no `assert` at all.
; A check that guards data, rights or money is then gone without a word, and nobody tests the program that way.
;
; ## Write instead
; `if not …: raise` with an exception that says what is wrong.
;
; ## When it is fine
; In tests `assert` is what it is for: nothing is reported there.
; `assert isinstance(…)`, `assert … is not None` and asserts below `if __debug__:` mostly speak to type checkers and readers; they are reported as info.

; Written for debugging and for nothing else.
((if_statement
  condition: (identifier) @_debug
  consequence: (block (assert_statement) @finding))
  (#eq? @_debug "__debug__")
  (#set! severity info))

; What a type checker reads.
((assert_statement
  . (call function: (identifier) @_function)) @finding
  (#any-of? @_function "isinstance" "issubclass" "callable")
  (#set! severity info)
  (#set! message "`python -O` leaves this check out, which is well if it only speaks to type checkers")
  (#fix! "assert-to-raise" @finding)
  (#set! fix.safety unsafe))

((assert_statement
  . [(comparison_operator) (parenthesized_expression)] @_condition) @finding
  (#match? @_condition "^\\(?[^=<>!]+\\sis\\s+not\\s+None\\)?$")
  (#set! severity info)
  (#set! message "`python -O` leaves this check out, which is well if it only speaks to type checkers")
  (#fix! "assert-to-raise" @finding)
  (#set! fix.safety unsafe))

((assert_statement) @finding
  (#fix! "assert-to-raise" @finding)
  (#set! fix.safety unsafe))
