; PY102 exec-used
;
; severity   = "medium"
; confidence = "high"
; cwe        = [95]
; message    = "`exec` runs any Python that `{argument}` contains"
; since      = "0.1.0"
; also       = { bandit = "B102", ruff = "S102", semgrep = ["exec-detected"] }
; ---
; `exec` runs whole programs: they can import modules, read files and start processes.
; Whoever can influence the text has the rights of the process, and no dictionary of globals takes them away again.
;
; ## Write instead
; A dictionary of functions for a choice of actions, `importlib.import_module` for plug-ins, `types.SimpleNamespace` or `setattr` for names made at run time.
;
; ## When it is fine
; A constant text is reported as low: it can do no more than the file it stands in.
;
; ## Not found
; A method called `exec`, of a database cursor or a dialog for example, is something else.

((call
  function: (_) @callee) @finding
  (#resolves? @callee "builtins.exec")
  (#argument! @argument @finding "" 0)
  (#constant? @argument)
  (#set! severity low)
  (#set! message "`exec` of a constant: write the statements themselves"))

((call
  function: (_) @callee) @finding
  (#resolves? @callee "builtins.exec")
  (#argument! @argument @finding "" 0)
  (#given? @argument))

; `exec(*parts)`: the text cannot be seen, the danger can.
((call
  function: (_) @callee) @finding
  (#resolves? @callee "builtins.exec")
  (#argument! @argument @finding "" 0)
  (#opaque? @argument)
  (#set! message "`exec` runs any Python that its argument contains"))

; Passed on to be called by somebody else.
([(identifier) (attribute)] @finding
  (#resolves? @finding "builtins.exec")
  (#reference? @finding)
  (#set! confidence medium)
  (#set! message "`exec` is passed on: it runs any Python in the text it is called with"))
