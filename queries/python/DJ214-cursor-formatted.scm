; DJ214 cursor-formatted
;
; severity   = "high"
; confidence = "high"
; cwe        = [89]
; message    = "values are put into the text of an SQL query: one quote in a value changes what the query does"
; since      = "0.1.0"
; also       = { bandit = "B608", ruff = "S608", semgrep = "sql-injection-db-cursor-execute" }
; covers     = ["PY608"]
; tags       = ["django"]
; in_tests   = "off"
; in_migrations = "off"
; ---
; A cursor of `django.db` sends its text to the database as it is.
; A value that was put into it can end a string there and go on as SQL: reading, changing and deleting other people's rows is one form field away.
;
; ## Write instead
; `cursor.execute("SELECT … WHERE name = %s", [name])`.
; Django's cursors take `%s` for every database, SQLite included, and `%s` stands without quotes.
; Names of tables and columns come from a list of known names, or go through `connection.ops.quote_name`.
;
; ## When it is fine
; Numbers, constants, rows of placeholders such as `", ".join(["%s"] * n)`, and what a model says about itself (`Order._meta.db_table`).
;
; ## Not found
; Cursors that a function is given.

((call
  function: (_) @_callee) @_call
  (#resolves? @_callee "django.db.backends.utils.CursorWrapper.execute" "django.db.backends.utils.CursorWrapper.executemany")
  (#argument! @finding @_call "sql" 0)
  (#kind? @finding "string" "concatenated_string" "binary_operator" "call")
  (#dynamic? @finding "sql")
  (#built-match? @finding "(?is)^(?:[\\s(]|--[^\\n]*\\n|/\\*.*?\\*/)*(?:(?:DROP|ALTER|CREATE|TRUNCATE|COMMENT|VACUUM|ANALYZE|REINDEX|GRANT|REVOKE)\\s)")
  (#set! severity low)
  (#set! message "a text is put into a statement that takes no placeholders: take names from a list of known ones"))

((call
  function: (_) @_callee) @_call
  (#resolves? @_callee "django.db.backends.utils.CursorWrapper.execute" "django.db.backends.utils.CursorWrapper.executemany")
  (#argument! @finding @_call "sql" 0)
  (#kind? @finding "string" "concatenated_string" "binary_operator" "call")
  (#dynamic? @finding "sql")
  (#holes-follow? @finding "(?is)(?:\\b(?:FROM|INTO|TABLE|JOIN|UPDATE|ORDER\\s+BY|INDEX|VIEW|DATABASE|SCHEMA|COLUMN|CONSTRAINT|TABLESPACE|OWNER\\s+TO)\\s+(?:ONLY\\s+|(?:IF\\s+(?:NOT\\s+)?EXISTS)\\s+)?[\"`\\[]?|[.]\"?|`)$")
  (#set! severity low)
  (#set! message "a table or column name is put into the query as it is: take it from a list of known names"))

((call
  function: (_) @_callee) @_call
  (#resolves? @_callee "django.db.backends.utils.CursorWrapper.execute" "django.db.backends.utils.CursorWrapper.executemany")
  (#argument! @finding @_call "sql" 0)
  (#kind? @finding "string" "concatenated_string" "binary_operator" "call")
  (#builds? @finding)
  (#dynamic? @finding "sql")
  (#set! fix.safety unsafe)
  (#fix! "bind-parameters" @_call @finding "%s"))

((call
  function: (_) @_callee) @_call
  (#resolves? @_callee "django.db.backends.utils.CursorWrapper.execute" "django.db.backends.utils.CursorWrapper.executemany" "django.db.backends.utils.CursorWrapper.callproc")
  (#argument! @finding @_call "sql|procname" 0)
  (#from-request? @finding)
  (#dynamic? @finding "sql")
  (#set! message "data of the request is run as SQL: who sends it can read and change the database"))

((call
  function: (_) @_callee) @_call
  (#resolves? @_callee "django.db.backends.utils.CursorWrapper.execute" "django.db.backends.utils.CursorWrapper.executemany")
  (#argument! @finding @_call "sql" 0)
  (#kind? @finding "string" "concatenated_string")
  (#built-match? @finding "'%s'|\"%s\"")
  (#argument! @_parameters @_call "params" 1)
  (#given? @_parameters)
  (#set! message "quotes around `%s` end the ones that the driver adds: the value is not protected any more")
  (#set! fix.safety unsafe)
  (#set! fix.title "Take the quotes away")
  (#fix! "substitute" @finding "'%s'" "%s"))
