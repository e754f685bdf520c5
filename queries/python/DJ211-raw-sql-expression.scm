; DJ211 raw-sql-expression
;
; severity   = "high"
; confidence = "high"
; cwe        = [89]
; message    = "values are put into the SQL of `RawSQL`: one quote in a value changes what the query does"
; since      = "0.1.0"
; also       = { bandit = "B611", ruff = "S611", semgrep = ["avoid-raw-sql", "sql-injection-using-rawsql"] }
; tags       = ["django"]
; in_tests   = "off"
; in_migrations = "off"
; options.constant = { default = false, doc = "report constant SQL, too" }
; ---
; `RawSQL` goes into the query as it is.
; A value that was put into its text can end a string there and go on as SQL: other people's rows are read, changed and deleted.
;
; ## Write instead
; `RawSQL("lower(name) = %s", (name,))`, or a database function of `django.db.models.functions`.
; `%s` stands without quotes: the database driver adds them where they are needed.
;
; ## When it is fine
; Constant SQL with its parameters; the option `constant` reports it all the same, as bandit and ruff do.

((call
  function: (_) @_callee) @_call
  (#resolves? @_callee "django.db.models.expressions.RawSQL")
  (#argument! @finding @_call "sql" 0)
  (#from-request? @finding)
  (#dynamic? @finding "sql")
  (#set! message "data of the request becomes a part of the SQL: who sends it can read and change the database"))

((call
  function: (_) @_callee) @_call
  (#resolves? @_callee "django.db.models.expressions.RawSQL")
  (#argument! @finding @_call "sql" 0)
  (#dynamic? @finding "sql"))

((call
  function: (_) @_callee) @_call
  (#resolves? @_callee "django.db.models.expressions.RawSQL")
  (#argument! @finding @_call "sql" 0)
  (#built-match? @finding "'%s'|\"%s\"")
  (#set! message "quotes around `%s` end the ones that the driver adds: the value is not protected any more")
  (#set! fix.safety unsafe)
  (#set! fix.title "Take the quotes away")
  (#fix! "substitute" @finding "'%s'" "%s"))

((call
  function: (_) @_callee) @_call
  (#option? "constant")
  (#resolves? @_callee "django.db.models.expressions.RawSQL")
  (#argument! @finding @_call "sql" 0)
  (#set! severity low)
  (#set! confidence low)
  (#set! message "SQL as a text: nothing checks what is put into it later"))
