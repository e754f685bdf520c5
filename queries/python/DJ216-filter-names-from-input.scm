; DJ216 filter-names-from-input
;
; severity   = "high"
; confidence = "high"
; cwe        = [89, 639]
; message    = "whoever sends the request chooses the fields that `{key}` looks at, other people's passwords included"
; since      = "0.1.0"
; tags       = ["django"]
; in_tests   = "off"
; in_migrations = "off"
; ---
; A name such as `password__startswith` is a question about the database, and who chooses the names of a filter asks what they like: letter by letter a password hash comes out, and through relations (`owner__email`) every table.
;
; ## Write instead
; Take the values of known names only: `Order.objects.filter(**{name: request.GET[name] for name in ("kind", "state") if name in request.GET})`, or a filter set or form that says which fields there are.
;
; ## When it is fine
; Names that are looked up in a list of allowed ones.
;
; ## Not found
; Dictionaries that are filled item by item.

((call
  function: (attribute
    object: (_) @_receiver
    attribute: (identifier) @key)
  arguments: (argument_list
    (dictionary_splat
      (_) @finding)))
  (#any-of? @key "filter" "exclude" "get" "complex_filter" "aget")
  (#imports? "django" "rest_framework")
  (#queryset? @_receiver)
  (#keys-from-request? @finding)
  (#not-checked? @finding "in"))

((call
  function: (_) @key
  arguments: (argument_list
    (dictionary_splat
      (_) @finding)))
  (#resolves? @key "django.db.models.Q")
  (#keys-from-request? @finding)
  (#not-checked? @finding "in"))
