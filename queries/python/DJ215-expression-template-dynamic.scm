; DJ215 expression-template-dynamic
;
; severity   = "medium"
; confidence = "medium"
; cwe        = [89]
; message    = "values are put into the SQL of a database function"
; since      = "0.1.0"
; also       = { semgrep = ["custom-expression-as-sql", "extends-custom-expression"] }
; tags       = ["django"]
; in_tests   = "off"
; in_migrations = "off"
; ---
; `template`, `function` and `arg_joiner` of a database function are written into the SQL as they are.
; A value that was put into one of them can go on as SQL.
;
; ## Write instead
; `Func(F("a"), Value(value), function="COALESCE")`: values are expressions, and the template is constant.

((call
  function: (_) @_callee) @_call
  (#resolves? @_callee "django.db.models.Func" "django.db.models.expressions.Func" "django.db.models.Aggregate" "django.db.models.aggregates.Aggregate" "django.db.models.functions.Cast" "django.db.models.functions.Concat" "django.db.models.Count" "django.db.models.Sum" "django.db.models.Max" "django.db.models.Min" "django.db.models.Avg" "django.db.models.functions.Lower" "django.db.models.functions.Upper")
  (#argument! @finding @_call "template")
  (#from-request? @finding)
  (#not-checked? @finding "in")
  (#set! severity high)
  (#set! confidence high)
  (#set! message "data of the request becomes a part of the SQL: who sends it can read and change the database"))

((call
  function: (_) @_callee) @_call
  (#resolves? @_callee "django.db.models.Func" "django.db.models.expressions.Func" "django.db.models.Aggregate" "django.db.models.aggregates.Aggregate" "django.db.models.functions.Cast" "django.db.models.functions.Concat" "django.db.models.Count" "django.db.models.Sum" "django.db.models.Max" "django.db.models.Min" "django.db.models.Avg" "django.db.models.functions.Lower" "django.db.models.functions.Upper")
  (#argument! @finding @_call "template")
  (#builds? @finding)
  (#dynamic? @finding "sql"))

((call
  function: (_) @_callee) @_call
  (#resolves? @_callee "django.db.models.Func" "django.db.models.expressions.Func" "django.db.models.Aggregate" "django.db.models.aggregates.Aggregate" "django.db.models.functions.Cast" "django.db.models.functions.Concat" "django.db.models.Count" "django.db.models.Sum" "django.db.models.Max" "django.db.models.Min" "django.db.models.Avg" "django.db.models.functions.Lower" "django.db.models.functions.Upper")
  (#argument! @finding @_call "function")
  (#from-request? @finding)
  (#not-checked? @finding "in")
  (#set! severity high)
  (#set! confidence high)
  (#set! message "data of the request becomes a part of the SQL: who sends it can read and change the database"))

((call
  function: (_) @_callee) @_call
  (#resolves? @_callee "django.db.models.Func" "django.db.models.expressions.Func" "django.db.models.Aggregate" "django.db.models.aggregates.Aggregate" "django.db.models.functions.Cast" "django.db.models.functions.Concat" "django.db.models.Count" "django.db.models.Sum" "django.db.models.Max" "django.db.models.Min" "django.db.models.Avg" "django.db.models.functions.Lower" "django.db.models.functions.Upper")
  (#argument! @finding @_call "function")
  (#builds? @finding)
  (#dynamic? @finding "sql"))

((call
  function: (_) @_callee) @_call
  (#resolves? @_callee "django.db.models.Func" "django.db.models.expressions.Func" "django.db.models.Aggregate" "django.db.models.aggregates.Aggregate" "django.db.models.functions.Cast" "django.db.models.functions.Concat" "django.db.models.Count" "django.db.models.Sum" "django.db.models.Max" "django.db.models.Min" "django.db.models.Avg" "django.db.models.functions.Lower" "django.db.models.functions.Upper")
  (#argument! @finding @_call "arg_joiner")
  (#from-request? @finding)
  (#not-checked? @finding "in")
  (#set! severity high)
  (#set! confidence high)
  (#set! message "data of the request becomes a part of the SQL: who sends it can read and change the database"))

((call
  function: (_) @_callee) @_call
  (#resolves? @_callee "django.db.models.Func" "django.db.models.expressions.Func" "django.db.models.Aggregate" "django.db.models.aggregates.Aggregate" "django.db.models.functions.Cast" "django.db.models.functions.Concat" "django.db.models.Count" "django.db.models.Sum" "django.db.models.Max" "django.db.models.Min" "django.db.models.Avg" "django.db.models.functions.Lower" "django.db.models.functions.Upper")
  (#argument! @finding @_call "arg_joiner")
  (#builds? @finding)
  (#dynamic? @finding "sql"))
