; PY506 yaml-load
;
; severity   = "high"
; confidence = "high"
; cwe        = [502]
; message    = "with `{argument}` a YAML text may name any Python function, and loading it calls that function"
; since      = "0.1.0"
; also       = { bandit = "B506", ruff = "S506", semgrep = ["avoid-pyyaml-load"] }
; ---
; YAML texts may carry tags such as `!!python/object/apply:os.system`, and the loaders that know them make the object, which runs code.
; Whoever can write the file or send the text has the rights of the program.
;
; ## Write instead
; `yaml.safe_load(text)`, or `Loader=yaml.CSafeLoader` where speed counts.
; A loader of your own derives from `yaml.SafeLoader`.
;
; ## When it is fine
; `BaseLoader` makes texts only, `SafeLoader` plain data; both are not reported, nor what derives from them.
; A loader whose definition is elsewhere is reported with medium confidence.
;
; ## Not found
; `FullLoader`, `unsafe_load` and `load_all`: those are for PY805.

((call
  function: (_) @callee) @finding
  (#resolves? @callee "yaml.load")
  (#argument! @argument @finding "Loader" 1)
  (#resolves? @argument "yaml.Loader" "yaml.UnsafeLoader" "yaml.CLoader" "yaml.CUnsafeLoader")
  (#replace! @argument "{use:yaml.SafeLoader}")
  (#set! fix.title "Load plain data only")
  (#set! fix.safety unsafe))

; Without one PyYAML 5 takes tags of Python, PyYAML 6 raises `TypeError`.
((call
  function: (_) @callee) @finding
  (#resolves? @callee "yaml.load")
  (#argument! @_stream @finding "stream" 0)
  (#given? @_stream)
  (#argument! @_loader @finding "Loader" 1)
  (#absent? @_loader)
  (#set! message "`yaml.load` without a loader makes any Python object before PyYAML 5.1 and is a `TypeError` from PyYAML 6 on")
  (#replace! @callee "{use:yaml.safe_load}")
  (#set! fix.title "Use `yaml.safe_load`")
  (#set! fix.safety safe))

((call
  function: (_) @callee) @finding
  (#resolves? @callee "yaml.load")
  (#argument! @argument @finding "Loader" 1)
  (#resolves? @argument "yaml.SafeLoader" "yaml.CSafeLoader" "yaml.BaseLoader" "yaml.CBaseLoader" "yaml.FullLoader" "yaml.CFullLoader")
  (#set! exempt))

((call
  function: (_) @callee) @finding
  (#resolves? @callee "yaml.load")
  (#argument! @argument @finding "Loader" 1)
  (#derives? @argument "yaml.Loader" "yaml.UnsafeLoader" "yaml.CLoader" "yaml.CUnsafeLoader"))

((call
  function: (_) @callee) @finding
  (#resolves? @callee "yaml.load")
  (#argument! @argument @finding "Loader" 1)
  (#derives? @argument "yaml.SafeLoader" "yaml.CSafeLoader" "yaml.BaseLoader" "yaml.CBaseLoader" "yaml.FullLoader" "yaml.CFullLoader")
  (#set! exempt))

; A loader that is made elsewhere.
((call
  function: (_) @callee) @finding
  (#resolves? @callee "yaml.load")
  (#argument! @argument @finding "Loader" 1)
  (#given? @argument)
  (#set! severity medium)
  (#set! confidence medium)
  (#set! message "nothing here says that `{argument}` is a safe loader; others call any Python function a YAML text names")
  (#replace! @argument "{use:yaml.SafeLoader}")
  (#set! fix.title "Load plain data only")
  (#set! fix.safety unsafe))
