; PY310 urlopen-scheme
;
; severity   = "low"
; confidence = "medium"
; cwe        = [22, 939]
; message    = "`{callee:name}` opens `{argument}` whatever its scheme: `file:` reads the server's own disk"
; since      = "0.1.0"
; also       = { bandit = "B310", ruff = "S310", semgrep = ["dynamic-urllib-use-detected"] }
; ---
; `urllib` opens more than the web: `file:///etc/passwd` reads a file of the server, `ftp:` and `data:` work as well.
; Where the address comes from outside, its scheme is chosen outside too.
;
; ## Write instead
; Compare `urllib.parse.urlsplit(url).scheme` with `http` and `https` before the call, or use `requests` or `httpx`, which know these two only.
;
; ## When it is fine
; An address that visibly begins with `http://` or `https://` is not reported.
;
; ## Not found
; A comparison of the scheme in front of the call is not seen: the call is reported all the same.
; An object with `open` that `build_opener` made.

; The address begins with the web's own schemes; a hole may stand for the `s`.
((call
  function: (_) @callee) @finding
  (#resolves? @callee "urllib.request.urlopen" "urllib.request.urlretrieve" "urllib.request.Request" "urllib.urlopen" "urllib.urlretrieve" "urllib2.urlopen" "urllib2.Request")
  (#argument! @argument @finding "url|fullurl" 0)
  (#built-match? @argument "^(?i:https?\\x{FFFC}?)://")
  (#set! exempt))

; A request that was made elsewhere is judged there.
((call
  function: (_) @callee) @finding
  (#resolves? @callee "urllib.request.urlopen" "urllib.request.urlretrieve" "urllib.request.Request" "urllib.urlopen" "urllib.urlretrieve" "urllib2.urlopen" "urllib2.Request")
  (#argument! @argument @finding "url|fullurl" 0)
  (#instance? @argument "urllib.request.Request" "urllib2.Request")
  (#set! exempt))

; No accident: the address says so.
((call
  function: (_) @callee) @finding
  (#resolves? @callee "urllib.request.urlopen" "urllib.request.urlretrieve" "urllib.request.Request" "urllib.urlopen" "urllib.urlretrieve" "urllib2.urlopen" "urllib2.Request")
  (#argument! @argument @finding "url|fullurl" 0)
  (#built-match? @argument "^(?i:file|ftp|data|local_file):")
  (#set! severity medium)
  (#set! confidence high)
  (#set! message "`{callee:name}` opens `{argument}`, which is no web address"))

; A constant without any of these fails when it is called.
((call
  function: (_) @callee) @finding
  (#resolves? @callee "urllib.request.urlopen" "urllib.request.urlretrieve" "urllib.request.Request" "urllib.urlopen" "urllib.urlretrieve" "urllib2.urlopen" "urllib2.Request")
  (#argument! @argument @finding "url|fullurl" 0)
  (#constant? @argument)
  (#set! exempt))

((call
  function: (_) @callee) @finding
  (#resolves? @callee "urllib.request.urlopen" "urllib.request.urlretrieve" "urllib.request.Request" "urllib.urlopen" "urllib.urlretrieve" "urllib2.urlopen" "urllib2.Request")
  (#argument! @argument @finding "url|fullurl" 0)
  (#given? @argument))

; `*arguments` may hold any address.
((call
  function: (_) @callee) @finding
  (#resolves? @callee "urllib.request.urlopen" "urllib.request.urlretrieve" "urllib.request.Request" "urllib.urlopen" "urllib.urlretrieve" "urllib2.urlopen" "urllib2.Request")
  (#argument! @argument @finding "url|fullurl" 0)
  (#opaque? @argument)
  (#set! message "`{callee:name}` opens its address whatever the scheme: `file:` reads the server's own disk"))

((call
  function: (_) @callee) @finding
  (#resolves? @callee "urllib.request.URLopener" "urllib.request.FancyURLopener" "urllib.URLopener" "urllib.FancyURLopener")
  (#set! message "`{callee:name}` opens addresses of any scheme: `file:` reads the server's own disk"))

; Passed on to be called by somebody else.
([(identifier) (attribute)] @finding
  (#resolves? @finding "urllib.request.urlopen" "urllib.request.urlretrieve" "urllib.urlopen" "urllib.urlretrieve" "urllib2.urlopen")
  (#reference? @finding)
  (#set! confidence low)
  (#set! message "`{finding:name}` is passed on: it opens addresses of any scheme, `file:` among them"))
