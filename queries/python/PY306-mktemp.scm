; PY306 mktemp
;
; severity   = "medium"
; confidence = "high"
; cwe        = [377]
; message    = "`{callee:name}` gives a name that another user may take before the file is made"
; since      = "0.1.0"
; also       = { bandit = "B306", ruff = "S306", semgrep = ["tempfile-insecure"] }
; ---
; The function only makes up a name.
; Between that moment and the opening of the file another user of the machine can put a file or a link there, and the program reads or overwrites what they chose.
;
; ## Write instead
; `tempfile.NamedTemporaryFile`, `tempfile.TemporaryDirectory` or `tempfile.mkstemp`, which make the file at once and for this user only.

; `NamedTemporaryFile` has the same keywords but another order.
((call
  function: (_) @callee) @finding
  (#resolves? @callee "tempfile.mktemp")
  (#argument! @_positional @finding "" 0)
  (#absent? @_positional)
  (#fix! "rewrite-call" @finding "tempfile.NamedTemporaryFile" "delete=False" ".name")
  (#set! fix.title "Make the file at once")
  (#set! fix.safety unsafe))

((call
  function: (_) @callee) @finding
  (#resolves? @callee "tempfile.mktemp" "os.tempnam" "os.tmpnam"))

([(identifier) (attribute)] @finding
  (#resolves? @finding "tempfile.mktemp" "os.tempnam" "os.tmpnam")
  (#reference? @finding)
  (#set! confidence medium)
  (#set! message "`{finding:name}` gives a name that another user may take before the file is made"))
