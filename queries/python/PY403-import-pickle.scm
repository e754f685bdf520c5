; PY403 import-pickle
;
; severity     = "info"
; confidence   = "high"
; cwe          = [502]
; message      = "what this module loads may run code: only for data that nobody else can write"
; since        = "0.1.0"
; also         = { bandit = "B403", ruff = "S403" }
; silent_when = ["PY301"]
; ---
; Pickled data is a small program, and loading it runs it.
; The import alone does no harm; it tells where to look.
;
; ## Write instead
; `json` for plain data, `msgpack` for compact data.
;
; ## When it is fine
; Data that the same program wrote, in a place nobody else can write to.
; A file in which PY301 reports a call is not reported once more for the import.

; The clause of an `import`; of a `from` the module, or the name where that is what counts.
([(import_statement
    name: (_) @finding)
  (import_from_statement
    module_name: (dotted_name) @finding)
  (import_from_statement
    name: (_) @finding)]
  (#imports-module? @finding "pickle" "cPickle" "_pickle" "dill" "shelve" "cloudpickle" "joblib"))

((call
  function: (_) @_callee) @finding
  (#resolves? @_callee "importlib.import_module" "builtins.__import__" "importlib.__import__")
  (#imports-module? @finding "pickle" "cPickle" "_pickle" "dill" "shelve" "cloudpickle" "joblib"))
