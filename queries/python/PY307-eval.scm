; PY307 eval
;
; severity   = "medium"
; confidence = "high"
; cwe        = [95]
; message    = "`eval` runs any Python that `{argument}` contains"
; since      = "0.1.0"
; also       = { bandit = "B307", ruff = "S307", semgrep = ["eval-detected"] }
; ---
; `eval` runs any expression, and an expression can import modules, read files and start programs.
; Whoever can influence the text has the rights of the process.
;
; ## Write instead
; `ast.literal_eval` for literals, `json.loads` for data, a dictionary of functions for a choice of actions.
;
; ## When it is fine
; A constant text is reported as info only.
;
; ## Not found
; `eval` under a name that is looked up in a dictionary.

((call
  function: (_) @callee) @finding
  (#resolves? @callee "builtins.eval")
  (#argument! @argument @finding "" 0)
  (#constant? @argument)
  (#set! severity info)
  (#set! message "`eval` of a constant: write the expression itself"))

((call
  function: (_) @callee) @finding
  (#resolves? @callee "builtins.eval")
  (#argument! @argument @finding "" 0)
  (#argument-count? @finding "==1")
  (#given? @argument)
  (#replace! @callee "{use:ast.literal_eval}")
  (#set! fix.title "Use `ast.literal_eval`, which accepts literals only")
  (#set! fix.safety unsafe))

((call
  function: (_) @callee) @finding
  (#resolves? @callee "builtins.eval")
  (#argument! @argument @finding "" 0)
  (#given? @argument))

; `*arguments` may hold any text.
((call
  function: (_) @callee) @finding
  (#resolves? @callee "builtins.eval")
  (#argument! @argument @finding "" 0)
  (#opaque? @argument)
  (#set! message "`eval` runs any Python in the text it is called with"))

; Passed on to be called by somebody else.
([(identifier) (attribute)] @finding
  (#resolves? @finding "builtins.eval")
  (#reference? @finding)
  (#set! confidence medium)
  (#set! message "`eval` is passed on: it runs any Python in the text it is called with"))
