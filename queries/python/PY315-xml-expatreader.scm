; PY315 xml-expatreader
;
; severity   = "low"
; confidence = "medium"
; cwe        = [776]
; message    = "`{callee:name}` expands the entities of a document: a small one can use up all memory"
; since      = "0.1.0"
; also       = { bandit = "B315", ruff = "S315", semgrep = ["use-defused-xml", "use-defused-xml-parse"] }
; ---
; The parsers of the standard library expand whatever entities a document declares.
; A few hundred bytes that nest such declarations grow to gigabytes, and the process stops for lack of memory or time: denial of service.
;
; ## Write instead
; `defusedxml.expatreader` of the package `defusedxml`, which has the same functions and refuses such declarations.
;
; ## When it is fine
; Documents of the program itself.
; Constant text, and files that call `defusedxml.defuse_stdlib()`, are not reported.
; Expat from 2.4.1 on stops the best known attack by itself; external entities are not read since Python 3.7.1.

; The library was repaired at the start.
((call
  function: (_) @callee) @finding
  (#resolves? @callee "xml.sax.expatreader.create_parser")
  (#mentions? "defuse_stdlib")
  (#set! exempt))

([(identifier) (attribute)] @finding
  (#resolves? @finding "xml.sax.expatreader.create_parser")
  (#mentions? "defuse_stdlib")
  (#set! exempt))

; Only where `defusedxml` is not installed.
((call
  function: (_) @callee) @finding
  (#resolves? @callee "xml.sax.expatreader.create_parser")
  (#resolves? @callee "defusedxml.*")
  (#set! severity info)
  (#set! message "`{callee:name}` is the fallback where `defusedxml` is not installed: there a small document can use up all memory"))

((call
  function: (_) @callee) @finding
  (#resolves? @callee "xml.sax.expatreader.create_parser")
  (#fix! "use-from" @callee "defusedxml.expatreader")
  (#set! fix.safety unsafe))

; Passed on to be called by somebody else.
([(identifier) (attribute)] @finding
  (#resolves? @finding "xml.sax.expatreader.create_parser")
  (#reference? @finding)
  (#not-inside-call? @finding "builtins.isinstance")
  (#set! confidence low)
  (#set! message "`{finding:name}` is passed on: it expands the entities of a document, so that a small one can use up all memory"))
