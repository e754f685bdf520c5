; PY302 marshal-load
;
; severity   = "medium"
; confidence = "high"
; cwe        = [502]
; message    = "`{callee:name}` trusts the data: crafted bytes crash the interpreter or smuggle code objects in"
; since      = "0.1.0"
; also       = { bandit = "B302", ruff = "S302", semgrep = ["marshal-usage"] }
; ---
; `marshal` is the format of `.pyc` files, made for the interpreter's own use.
; It checks nothing: crafted bytes can crash the process, and a loaded code object runs when it is called.
;
; ## Write instead
; `json` or another format that only holds data.

((call
  function: (_) @callee) @finding
  (#resolves? @callee "marshal.load" "marshal.loads"))

([(identifier) (attribute)] @finding
  (#resolves? @finding "marshal.load" "marshal.loads")
  (#reference? @finding)
  (#set! confidence medium)
  (#set! message "`{finding:name}` is passed on: it trusts whatever bytes it gets"))
