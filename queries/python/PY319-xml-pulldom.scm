; PY319 xml-pulldom
;
; severity   = "low"
; confidence = "medium"
; cwe        = [776]
; message    = "`{callee:name}` expands the entities of a document: a small one can use up all memory"
; since      = "0.1.0"
; also       = { bandit = "B319", ruff = "S319", semgrep = ["use-defused-xml", "use-defused-xml-parse"] }
; ---
; The parsers of the standard library expand whatever entities a document declares.
; A few hundred bytes that nest such declarations grow to gigabytes, and the process stops for lack of memory or time: denial of service.
;
; ## Write instead
; `defusedxml.pulldom` of the package `defusedxml`, which has the same functions and refuses such declarations.
;
; ## When it is fine
; Documents of the program itself.
; Constant text, and files that call `defusedxml.defuse_stdlib()`, are not reported.
; Expat from 2.4.1 on stops the best known attack by itself; external entities are not read since Python 3.7.1.

; The library was repaired at the start.
((call
  function: (_) @callee) @finding
  (#resolves? @callee "xml.dom.pulldom.parse" "xml.dom.pulldom.parseString")
  (#mentions? "defuse_stdlib")
  (#set! exempt))

([(identifier) (attribute)] @finding
  (#resolves? @finding "xml.dom.pulldom.parse" "xml.dom.pulldom.parseString")
  (#mentions? "defuse_stdlib")
  (#set! exempt))

; Constant text.
((call
  function: (_) @callee) @finding
  (#resolves? @callee "xml.dom.pulldom.parseString")
  (#argument! @_text @finding "text|string|sequence" 0)
  (#constant? @_text)
  (#set! exempt))

; Only where `defusedxml` is not installed.
((call
  function: (_) @callee) @finding
  (#resolves? @callee "xml.dom.pulldom.parse" "xml.dom.pulldom.parseString")
  (#resolves? @callee "defusedxml.*")
  (#set! severity info)
  (#set! message "`{callee:name}` is the fallback where `defusedxml` is not installed: there a small document can use up all memory"))

((call
  function: (_) @callee) @finding
  (#resolves? @callee "xml.dom.pulldom.parse" "xml.dom.pulldom.parseString")
  (#fix! "use-from" @callee "defusedxml.pulldom")
  (#set! fix.safety unsafe))

; Passed on to be called by somebody else.
([(identifier) (attribute)] @finding
  (#resolves? @finding "xml.dom.pulldom.parse" "xml.dom.pulldom.parseString")
  (#reference? @finding)
  (#not-inside-call? @finding "builtins.isinstance")
  (#set! confidence low)
  (#set! message "`{finding:name}` is passed on: it expands the entities of a document, so that a small one can use up all memory"))
