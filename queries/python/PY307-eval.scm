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

((call
  function: (_) @callee) @_call
  (#resolves? @callee "builtins.eval")
  (#argument! @finding @_call "" 0)
  (#constant? @finding)
  (#set! severity info)
  (#set! message "`eval` of a constant: write the expression itself"))

((call
  function: (_) @callee) @_call @finding
  (#resolves? @callee "builtins.eval")
  (#argument! @argument @_call "" 0)
  (#argument-count? @_call "==1")
  (#given? @argument)
  (#not-constant? @argument)
  (#replace! @callee "{use:ast.literal_eval}")
  (#set! fix.title "Use `ast.literal_eval`, which accepts literals only")
  (#set! fix.safety unsafe))

((call
  function: (_) @callee) @_call @finding
  (#resolves? @callee "builtins.eval")
  (#argument! @argument @_call "" 0)
  (#not-constant? @argument))

; Passed on to be called by somebody else.
([(identifier) (attribute)] @finding
  (#resolves? @finding "builtins.eval")
  (#reference? @finding)
  (#set! confidence medium)
  (#set! message "`eval` is passed on: it runs any Python in the text it is called with"))
