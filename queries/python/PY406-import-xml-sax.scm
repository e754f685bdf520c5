; PY406 import-xml-sax
;
; severity     = "info"
; confidence   = "high"
; cwe          = [20]
; message      = "`xml.sax` may be kept busy by a small hostile file: for XML from outside take `defusedxml`"
; since        = "0.1.0"
; also         = { bandit = "B406", ruff = "S406", semgrep = ["use-defused-xml"] }
; silent_when = ["PY315", "PY317"]
; ---
; XML may define entities by other entities, so that a file of a few lines grows to gigabytes when it is read.
; Python with expat 2.4.1 or newer stops the known forms of this; older ones run out of memory or time.
; The import alone does no harm; it tells where to look.
;
; ## Write instead
; `defusedxml`, which has the same functions: `defusedxml.sax`.
;
; ## When it is fine
; XML of your own, and code that only writes XML.
; A file in which PY315 or PY317 reports a call is not reported once more for the import.

; The clause of an `import`; of a `from` the module, or the name where that is what counts.
([(import_statement
    name: (_) @finding)
  (import_from_statement
    module_name: (dotted_name) @finding)
  (import_from_statement
    name: (_) @finding)]
  (#imports-module? @finding "xml.sax"))

((call
  function: (_) @_callee) @finding
  (#resolves? @_callee "importlib.import_module" "builtins.__import__" "importlib.__import__")
  (#imports-module? @finding "xml.sax"))
