; DJ213 queryset-raw
;
; severity   = "high"
; confidence = "high"
; cwe        = [89]
; message    = "values are put into the text of a raw query: one quote in a value changes what it does"
; since      = "0.1.0"
; also       = { semgrep = ["sql-injection-using-raw", "avoid-raw-sql"] }
; covers     = ["PY608"]
; tags       = ["django"]
; in_tests   = "off"
; in_migrations = "off"
; ---
; `raw` sends its text to the database as it is.
; A value that was put into it can end a string there and go on as SQL.
;
; ## Write instead
; `Person.objects.raw("SELECT … WHERE name = %s", [name])`: the values come behind the text, and `%s` stands without quotes.

((call
  function: (attribute
    object: (_) @_receiver
    attribute: (identifier) @_method)) @_call
  (#eq? @_method "raw")
  (#imports? "django")
  (#queryset? @_receiver)
  (#argument! @finding @_call "raw_query" 0)
  (#kind? @finding "string" "concatenated_string" "binary_operator" "call")
  (#dynamic? @finding "sql")
  (#holes-follow? @finding "(?is)(?:\\b(?:FROM|INTO|TABLE|JOIN|UPDATE|ORDER\\s+BY|INDEX|VIEW|DATABASE|SCHEMA|COLUMN|CONSTRAINT|TABLESPACE|OWNER\\s+TO)\\s+(?:ONLY\\s+|(?:IF\\s+(?:NOT\\s+)?EXISTS)\\s+)?[\"`\\[]?|[.]\"?|`)$")
  (#set! severity medium)
  (#set! message "a table or column name is put into the query as it is: take it from a list of known names"))

((call
  function: (attribute
    object: (_) @_receiver
    attribute: (identifier) @_method)) @_call
  (#eq? @_method "raw")
  (#imports? "django")
  (#queryset? @_receiver)
  (#argument! @finding @_call "raw_query" 0)
  (#kind? @finding "string" "concatenated_string" "binary_operator" "call")
  (#dynamic? @finding "sql")
  (#set! fix.safety unsafe)
  (#fix! "bind-parameters" @_call @finding "%s"))

((call
  function: (attribute
    object: (_) @_receiver
    attribute: (identifier) @_method)) @_call
  (#eq? @_method "raw")
  (#imports? "django")
  (#queryset? @_receiver)
  (#argument! @finding @_call "raw_query" 0)
  (#from-request? @finding)
  (#dynamic? @finding "sql")
  (#set! message "data of the request is run as SQL: who sends it can read and change the database"))

((call
  function: (attribute
    object: (_) @_receiver
    attribute: (identifier) @_method)) @_call
  (#eq? @_method "raw")
  (#imports? "django")
  (#queryset? @_receiver)
  (#argument! @finding @_call "raw_query" 0)
  (#kind? @finding "string" "concatenated_string")
  (#built-match? @finding "'%s'|\"%s\"")
  (#set! message "quotes around `%s` end the ones that the driver adds: the value is not protected any more")
  (#set! fix.safety unsafe)
  (#set! fix.title "Take the quotes away")
  (#fix! "substitute" @finding "'%s'" "%s"))
