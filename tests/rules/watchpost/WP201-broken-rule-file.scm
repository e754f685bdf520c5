; LOU101 loud-print
;
; severity   = "low"
; confidence = "high"
; cwe        = []
; message    = "`{callee}` writes where nobody looks"
; since      = "0.1.0"
; ---
; Output of a server ends in a file that nobody reads.
;
; ## Write instead
; A logger.

; Fine: a pattern that can run.
((call
  function: (_) @callee) @finding
  (#resolves? @callee "builtins.print"))

((call
  function: (_) @callee) @finding
  (#resolvse? @callee "builtins.input"))  ; expect: WP201

; path: .watchpost/rules/python/LOU101-loud-print.scm
