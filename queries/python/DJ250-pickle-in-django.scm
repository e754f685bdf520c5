; DJ250 pickle-in-django
;
; severity   = "high"
; confidence = "high"
; cwe        = [502]
; message    = "whoever can write what this reads runs code on the server"
; since      = "0.1.0"
; covers     = ["PY301", "PY302"]
; tags       = ["django"]
; in_tests   = "off"
; in_migrations = "off"
; ---
; Pickled data is a program that runs when it is read.
; Signing keeps others from writing it only as long as the key stays secret; what lies in a database, a cache or a session is written by more than one program.
; `serializers.deserialize` with data out of a request saves rows of any model, users included.
;
; ## Write instead
; JSON: `signing.loads(value)` and `JSONField`.

((call
  function: (_) @_callee) @_call
  (#resolves? @_callee "django.core.signing.loads" "django.core.signing.dumps")
  (#argument! @finding @_call "serializer")
  (#resolves? @finding "django.contrib.sessions.serializers.PickleSerializer" "django.core.serializers.base.PickleSerializer" "pickle.loads" "django.contrib.sessions.serializers.PickleSerializer"))

((call
  function: (_) @finding)
  (#resolves? @finding "picklefield.PickledObjectField" "picklefield.fields.PickledObjectField"))

((call
  function: (_) @_callee) @_call
  (#resolves? @_callee "django.core.serializers.deserialize")
  (#argument! @finding @_call "stream_or_string" 1)
  (#from-request? @finding)
  (#set! message "whoever sends this writes rows of any model, users included"))

((call
  function: (_) @_callee) @_call @finding
  (#resolves? @_callee "pickle.loads" "dill.loads" "cloudpickle.loads" "jsonpickle.decode" "marshal.loads")
  (#imports? "django" "rest_framework")
  (#argument! @_data @_call "data|str|string" 0)
  (#from-request? @_data)
  (#set! severity critical)
  (#set! message "whoever sends this request runs code on the server"))
