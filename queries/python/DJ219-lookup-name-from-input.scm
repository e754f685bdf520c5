; DJ219 lookup-name-from-input
;
; severity   = "medium"
; confidence = "high"
; cwe        = [89]
; message    = "whoever sends the request chooses `{argument}`, which becomes a part of the SQL"
; since      = "0.1.0"
; tags       = ["django"]
; in_tests   = "off"
; in_migrations = "off"
; ---
; The kind of `Trunc`, the name of `Extract` and the options of `explain` are written into the SQL as they are.
; Versions of Django before 3.2.14 and 4.0.6 let anything through (CVE-2022-34265, CVE-2022-28347); later ones answer with an error.
;
; ## Write instead
; A table of what may be chosen: `Trunc("created", KINDS[request.GET["kind"]])`.
;
; ## When it is fine
; Names that are looked up in a list of allowed ones.

((call
  function: (_) @_callee) @_call
  (#resolves? @_callee "django.db.models.functions.Trunc" "django.db.models.functions.datetime.Trunc")
  (#argument! @finding @_call "kind" 1)
  (#argument! @argument @_call "kind" 1)
  (#from-request? @finding)
  (#not-checked? @finding "in")
  (#library? "django" "<4.0.6")
  (#set! severity high))

((call
  function: (_) @_callee) @_call
  (#resolves? @_callee "django.db.models.functions.Extract" "django.db.models.functions.datetime.Extract")
  (#argument! @finding @_call "lookup_name" 1)
  (#argument! @argument @_call "lookup_name" 1)
  (#from-request? @finding)
  (#not-checked? @finding "in")
  (#library? "django" "<4.0.6")
  (#set! severity high))

((call
  function: (_) @_callee) @_call
  (#resolves? @_callee "django.db.models.functions.Trunc" "django.db.models.functions.datetime.Trunc")
  (#argument! @finding @_call "kind" 1)
  (#argument! @argument @_call "kind" 1)
  (#from-request? @finding)
  (#not-checked? @finding "in"))

((call
  function: (_) @_callee) @_call
  (#resolves? @_callee "django.db.models.functions.Extract" "django.db.models.functions.datetime.Extract")
  (#argument! @finding @_call "lookup_name" 1)
  (#argument! @argument @_call "lookup_name" 1)
  (#from-request? @finding)
  (#not-checked? @finding "in"))

((call
  function: (_) @_callee) @_call
  (#resolves? @_callee "django.contrib.postgres.aggregates.StringAgg")
  (#argument! @finding @_call "delimiter" 1)
  (#argument! @argument @_call "delimiter" 1)
  (#from-request? @finding)
  (#not-checked? @finding "in"))

((call
  function: (attribute
    object: (_) @_receiver
    attribute: (identifier) @argument)
  arguments: (argument_list
    (dictionary_splat
      (_) @finding)))
  (#eq? @argument "explain")
  (#imports? "django")
  (#queryset? @_receiver)
  (#keys-from-request? @finding)
  (#set! message "whoever sends the request chooses the options of `explain`, which become a part of the SQL"))
