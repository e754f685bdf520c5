; PY113 request-without-timeout
;
; severity   = "low"
; confidence = "high"
; cwe        = [400]
; message    = "`{finding:name}` waits for ever if the other side does not answer: there is no default timeout"
; since      = "0.1.0"
; also       = { bandit = "B113", ruff = "S113", semgrep = ["use-timeout"] }
; in_tests   = "off"
; ---
; `requests` has no default timeout.
; A server that accepts the connection and stays silent holds the worker for ever, and a few such requests stop the whole service.
;
; ## Write instead
; Pass `timeout=10`, or a pair for connecting and reading: `timeout=(3, 30)`.
;
; ## When it is fine
; A session of a file that mounts an adapter class of its own is reported as info only: the adapter may set the timeout.
; `httpx` waits five seconds unless told otherwise; only `timeout=None` is reported there.
;
; ## Not found
; A session whose class is not known here, such as an argument without annotation.

; The adapter may know a timeout.
((call
  function: (_) @finding) @_call
  (#resolves? @finding "requests.Session.get" "requests.Session.options" "requests.Session.head" "requests.Session.post" "requests.Session.put" "requests.Session.patch" "requests.Session.delete")
  (#argument! @_timeout @_call "timeout")
  (#absent? @_timeout)
  (#mentions? "HTTPAdapter")
  (#mentions? "mount")
  (#set! severity info)
  (#set! message "`{finding:name}` has no timeout of its own; make sure that the mounted adapter sets one"))

((call
  function: (_) @finding) @_call
  (#resolves? @finding "requests.get" "requests.options" "requests.head" "requests.post" "requests.put" "requests.patch" "requests.delete" "requests.request" "requests.Session.get" "requests.Session.options" "requests.Session.head" "requests.Session.post" "requests.Session.put" "requests.Session.patch" "requests.Session.delete")
  (#argument! @_timeout @_call "timeout")
  (#absent? @_timeout)
  (#fix! "set-argument" @_call "timeout" "10")
  (#set! fix.safety unsafe))

; The ninth parameter of `Session.request`.
((call
  function: (_) @finding) @_call
  (#resolves? @finding "requests.Session.request")
  (#argument! @_timeout @_call "timeout" 8)
  (#absent? @_timeout)
  (#mentions? "HTTPAdapter")
  (#mentions? "mount")
  (#set! severity info)
  (#set! message "`{finding:name}` has no timeout of its own; make sure that the mounted adapter sets one"))

((call
  function: (_) @finding) @_call
  (#resolves? @finding "requests.Session.request")
  (#argument! @_timeout @_call "timeout" 8)
  (#absent? @_timeout)
  (#fix! "set-argument" @_call "timeout" "10")
  (#set! fix.safety unsafe))

; Switched off in so many words.
((call
  function: (_) @callee) @_call
  (#resolves? @callee "requests.get" "requests.options" "requests.head" "requests.post" "requests.put" "requests.patch" "requests.delete" "requests.request" "requests.Session.get" "requests.Session.options" "requests.Session.head" "requests.Session.post" "requests.Session.put" "requests.Session.patch" "requests.Session.delete" "requests.Session.request" "httpx.get" "httpx.options" "httpx.head" "httpx.post" "httpx.put" "httpx.patch" "httpx.delete" "httpx.request" "httpx.stream" "httpx.Client" "httpx.AsyncClient" "httpx.Client.get" "httpx.Client.options" "httpx.Client.head" "httpx.Client.post" "httpx.Client.put" "httpx.Client.patch" "httpx.Client.delete" "httpx.Client.request" "httpx.Client.stream" "httpx.AsyncClient.get" "httpx.AsyncClient.options" "httpx.AsyncClient.head" "httpx.AsyncClient.post" "httpx.AsyncClient.put" "httpx.AsyncClient.patch" "httpx.AsyncClient.delete" "httpx.AsyncClient.request" "httpx.AsyncClient.stream")
  (#argument! @finding @_call "timeout")
  (#value? @finding "None")
  (#fix! "set-argument" @_call "timeout" "10")
  (#set! fix.safety unsafe)
  (#set! message "`{callee:name}` waits for ever if the other side does not answer: `None` switches the timeout off"))
