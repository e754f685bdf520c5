; PY313 xml-c-element-tree
;
; severity   = "low"
; confidence = "medium"
; cwe        = [776]
; message    = "`{callee:name}` expands the entities of a document: a small one can use up all memory"
; since      = "0.1.0"
; also       = { bandit = "B313", ruff = "S313", semgrep = ["use-defused-xml", "use-defused-xml-parse"] }
; ---
; The parsers of the standard library expand whatever entities a document declares.
; A few hundred bytes that nest such declarations grow to gigabytes, and the process stops for lack of memory or time: denial of service.
;
; ## Write instead
; `defusedxml.ElementTree` of the package `defusedxml`, which has the same functions and refuses such declarations.
;
; ## When it is fine
; Documents of the program itself.
; Constant text, and files that call `defusedxml.defuse_stdlib()`, are not reported.
; Expat from 2.4.1 on stops the best known attack by itself; external entities are not read since Python 3.7.1.
;
; ## Not found
; The method `parse` of a tree object.
; Python has no `cElementTree` since 3.9: its import fails there.

; The library was repaired at the start.
((call
  function: (_) @callee) @finding
  (#resolves? @callee "xml.etree.cElementTree.parse" "xml.etree.cElementTree.iterparse" "xml.etree.cElementTree.fromstring" "xml.etree.cElementTree.fromstringlist" "xml.etree.cElementTree.XML" "xml.etree.cElementTree.XMLID" "xml.etree.cElementTree.XMLParser" "xml.etree.cElementTree.XMLPullParser")
  (#mentions? "defuse_stdlib")
  (#set! exempt))

([(identifier) (attribute)] @finding
  (#resolves? @finding "xml.etree.cElementTree.parse" "xml.etree.cElementTree.iterparse" "xml.etree.cElementTree.fromstring" "xml.etree.cElementTree.fromstringlist" "xml.etree.cElementTree.XML" "xml.etree.cElementTree.XMLID" "xml.etree.cElementTree.XMLParser" "xml.etree.cElementTree.XMLPullParser")
  (#mentions? "defuse_stdlib")
  (#set! exempt))

; Constant text.
((call
  function: (_) @callee) @finding
  (#resolves? @callee "xml.etree.cElementTree.fromstring" "xml.etree.cElementTree.fromstringlist" "xml.etree.cElementTree.XML" "xml.etree.cElementTree.XMLID")
  (#argument! @_text @finding "text|string|sequence" 0)
  (#constant? @_text)
  (#set! exempt))

; The parser was given, and is a careful one.
((call
  function: (_) @callee) @finding
  (#resolves? @callee "xml.etree.cElementTree.parse" "xml.etree.cElementTree.iterparse" "xml.etree.cElementTree.fromstring" "xml.etree.cElementTree.fromstringlist" "xml.etree.cElementTree.XML" "xml.etree.cElementTree.XMLID")
  (#argument! @_parser @finding "parser" 1)
  (#instance? @_parser "defusedxml.*" "xml.etree.ElementTree.DefusedXMLParser")
  (#set! exempt))

; Only where `defusedxml` is not installed.
((call
  function: (_) @callee) @finding
  (#resolves? @callee "xml.etree.cElementTree.parse" "xml.etree.cElementTree.iterparse" "xml.etree.cElementTree.fromstring" "xml.etree.cElementTree.fromstringlist" "xml.etree.cElementTree.XML" "xml.etree.cElementTree.XMLID" "xml.etree.cElementTree.XMLParser" "xml.etree.cElementTree.XMLPullParser")
  (#resolves? @callee "defusedxml.*")
  (#set! severity info)
  (#set! message "`{callee:name}` is the fallback where `defusedxml` is not installed: there a small document can use up all memory"))

((call
  function: (_) @callee) @finding
  (#resolves? @callee "xml.etree.cElementTree.XMLParser")
  (#fix! "use" @callee "defusedxml.ElementTree.DefusedXMLParser")
  (#set! fix.safety unsafe))

((call
  function: (_) @callee) @finding
  (#resolves? @callee "xml.etree.cElementTree.parse" "xml.etree.cElementTree.iterparse" "xml.etree.cElementTree.fromstring" "xml.etree.cElementTree.XML")
  (#fix! "use-from" @callee "defusedxml.ElementTree")
  (#set! fix.safety unsafe))

; `defusedxml` has no such function.
((call
  function: (_) @callee) @finding
  (#resolves? @callee "xml.etree.cElementTree.fromstringlist" "xml.etree.cElementTree.XMLID" "xml.etree.cElementTree.XMLPullParser"))

; Passed on to be called by somebody else.
([(identifier) (attribute)] @finding
  (#resolves? @finding "xml.etree.cElementTree.parse" "xml.etree.cElementTree.iterparse" "xml.etree.cElementTree.fromstring" "xml.etree.cElementTree.fromstringlist" "xml.etree.cElementTree.XML" "xml.etree.cElementTree.XMLID" "xml.etree.cElementTree.XMLParser" "xml.etree.cElementTree.XMLPullParser")
  (#reference? @finding)
  (#not-inside-call? @finding "builtins.isinstance")
  (#set! confidence low)
  (#set! message "`{finding:name}` is passed on: it expands the entities of a document, so that a small one can use up all memory"))
