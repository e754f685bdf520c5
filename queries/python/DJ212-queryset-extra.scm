; DJ212 queryset-extra
;
; severity   = "high"
; confidence = "high"
; cwe        = [89]
; message    = "`extra` puts `{argument}` into the query as SQL"
; since      = "0.1.0"
; also       = { bandit = "B610", ruff = "S610", semgrep = ["avoid-query-set-extra", "extra-where"] }
; tags       = ["django"]
; in_tests   = "off"
; in_migrations = "off"
; options.constant = { default = false, doc = "report constant texts, too" }
; ---
; What `extra` is given becomes part of the query as it is.
; A value that was put into such a text can end a string there and go on as SQL.
;
; ## Write instead
; `annotate`, `filter` and the functions of `django.db.models.functions`.
; Where `extra` has to stay, keep its texts constant and pass values in `params` and `select_params`.
;
; ## When it is fine
; Constant texts; the option `constant` reports every `extra`, which Django itself discourages.

((call
  function: (attribute
    object: (_) @_receiver
    attribute: (identifier) @_method)) @_call
  (#eq? @_method "extra")
  (#imports? "django")
  (#queryset? @_receiver)
  (#argument! @finding @_call "select" 0)
  (#argument! @argument @_call "select" 0)
  (#dynamic? @finding "sql"))

((call
  function: (attribute
    object: (_) @_receiver
    attribute: (identifier) @_method)) @_call
  (#eq? @_method "extra")
  (#imports? "django")
  (#queryset? @_receiver)
  (#argument! @finding @_call "where" 1)
  (#argument! @argument @_call "where" 1)
  (#dynamic? @finding "sql"))

((call
  function: (attribute
    object: (_) @_receiver
    attribute: (identifier) @_method)) @_call
  (#eq? @_method "extra")
  (#imports? "django")
  (#queryset? @_receiver)
  (#argument! @finding @_call "tables" 3)
  (#argument! @argument @_call "tables" 3)
  (#dynamic? @finding "sql"))

((call
  function: (attribute
    object: (_) @_receiver
    attribute: (identifier) @_method)) @_call
  (#eq? @_method "extra")
  (#imports? "django")
  (#queryset? @_receiver)
  (#argument! @finding @_call "order_by" 4)
  (#argument! @argument @_call "order_by" 4)
  (#dynamic? @finding "sql"))

((call
  function: (attribute
    object: (_) @_receiver
    attribute: (identifier) @_method)) @finding
  (#option? "constant")
  (#eq? @_method "extra")
  (#imports? "django")
  (#queryset? @_receiver)
  (#set! severity low)
  (#set! message "`extra` takes SQL as texts: nothing checks what is put into them later"))
