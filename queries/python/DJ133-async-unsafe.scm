; DJ133 async-unsafe
;
; severity   = "medium"
; confidence = "high"
; cwe        = [662]
; message    = "Django no longer stops asynchronous code from using one connection twice at a time: data of requests get mixed up"
; since      = "0.1.0"
; also       = { django = "async.E001" }
; tags       = ["django"]
; in_tests   = "off"
; in_migrations = "off"
; ---
; Connections to the database belong to one thread.
; With `DJANGO_ALLOW_ASYNC_UNSAFE` Django lets coroutines use them all the same; under load two requests share one, and rows of one visitor are shown to another, or written into the wrong transaction.
;
; ## Write instead
; `await sync_to_async(…)(…)`, or the methods that begin with `a`: `aget`, `acreate`, `asave`.
;
; ## When it is fine
; In notebooks, where nobody else uses the process; these are not reported.
;
; ## Not found
; The variable in a Dockerfile or in the environment of a service.

((assignment
  left: (subscript
    value: (_) @_environment
    subscript: (string) @_name)
  right: (_) @_value) @finding
  (#value? @_name "DJANGO_ALLOW_ASYNC_UNSAFE")
  (#resolves? @_environment "os.environ")
  (#truthy? @_value)
  (#not-context? "notebook")
  (#remove-lines! @finding)
  (#set! fix.title "Let Django stop unsafe use")
  (#set! fix.safety unsafe))

((call
  function: (_) @_callee) @finding
  (#resolves? @_callee "os.environ.setdefault" "os.putenv")
  (#argument! @_name @finding "key" 0)
  (#value? @_name "DJANGO_ALLOW_ASYNC_UNSAFE")
  (#argument! @_value @finding "value|default" 1)
  (#truthy? @_value)
  (#not-context? "notebook")
  (#remove-lines! @finding)
  (#set! fix.title "Let Django stop unsafe use")
  (#set! fix.safety unsafe))
