; PY404 import-subprocess
;
; severity     = "info"
; confidence   = "high"
; cwe          = [78]
; message      = "`subprocess` starts programs: look where their arguments come from"
; since        = "0.1.0"
; also         = { bandit = "B404", ruff = "S404" }
; silent_when = ["PY602"]
; default     = false
; ---
; The module starts other programs.
; The import alone does no harm, and nearly every larger program has it; the rules about its calls say more.
; This rule is off unless selected.
;
; ## Write instead
; Nothing: keep the module, pass lists of arguments and no `shell=True`.
;
; ## When it is fine
; A file in which PY602 reports a call is not reported once more for the import.

; The clause of an `import`; of a `from` the module, or the name where that is what counts.
([(import_statement
    name: (_) @finding)
  (import_from_statement
    module_name: (dotted_name) @finding)
  (import_from_statement
    name: (_) @finding)]
  (#imports-module? @finding "subprocess"))

((call
  function: (_) @_callee) @finding
  (#resolves? @_callee "importlib.import_module" "builtins.__import__" "importlib.__import__")
  (#imports-module? @finding "subprocess"))
