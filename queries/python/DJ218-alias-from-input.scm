; DJ218 alias-from-input
;
; severity   = "high"
; confidence = "high"
; cwe        = [89]
; message    = "whoever sends the request chooses the names that `{key}` puts into the query as SQL"
; since      = "0.1.0"
; tags       = ["django"]
; in_tests   = "off"
; in_migrations = "off"
; ---
; The keywords of `annotate`, `alias`, `aggregate` and `values` become names in the SQL.
; Several versions of Django did not keep names out that hold SQL (CVE-2022-28346, CVE-2024-42005, CVE-2025-57833, CVE-2025-59681): who chose the name chose the query.
;
; ## Write instead
; Names that stand in the program, and only values out of the request.
;
; ## When it is fine
; Names that are looked up in a list of allowed ones.

((call
  function: (attribute
    object: (_) @_receiver
    attribute: (identifier) @key)
  arguments: (argument_list
    (dictionary_splat
      (_) @finding)))
  (#any-of? @key "annotate" "alias" "aggregate" "values" "values_list" "aaggregate")
  (#imports? "django" "rest_framework")
  (#queryset? @_receiver)
  (#keys-from-request? @finding)
  (#not-checked? @finding "in"))
