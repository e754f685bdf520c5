; PY608 sql-string
;
; severity   = "medium"
; confidence = "medium"
; cwe        = [89]
; message    = "values are put into the text of an SQL query: one quote in a value changes what the query does"
; since      = "0.1.0"
; also       = { bandit = "B608", ruff = "S608", semgrep = ["formatted-sql-query", "sqlalchemy-execute-raw-query"] }
; ---
; A value that becomes part of the query's text can end its string and go on as SQL.
; Reading, changing and deleting other people's rows is then one form field away.
;
; ## Write instead
; Placeholders: `cursor.execute("SELECT … WHERE name = %s", (name,))`; the driver keeps values and text apart.
; Names of tables and columns come from a list of known names, or go through `psycopg.sql.Identifier`.
;
; ## When it is fine
; Numbers, constants and rows of placeholders such as `", ".join(["%s"] * n)` are not reported, nor what a model says about itself (`Order._meta.db_table`) and names that went through `quote_name`.
;
; ## Not found
; Queries in small letters that are built far from where they are run, unless they are called `sql`, `query` or `statement` there.

; A query that has a name is reported where it is built.
((call
  function: (attribute
    attribute: (identifier) @_method)
  arguments: (argument_list . (identifier) @finding))
  (#any-of? @_method "execute" "executemany" "executescript" "raw" "fetch" "fetchrow" "fetchval")
  (#assigned? @finding "string" "concatenated_string" "binary_operator" "call")
  (#built-match? @finding "(?s)^(?:[\\s(]|--[^\\n]*\\n|/\\*.*?\\*/)*(?:WITH\\s.+?\\sAS\\s*\\(\\s*)?(?:SELECT\\s.*\\sFROM\\s|INSERT\\s+(?:OR\\s+\\w+\\s+)?INTO\\s|REPLACE\\s+INTO\\s|UPDATE\\s.+\\sSET\\s|DELETE\\s+FROM\\s|MERGE\\s+INTO\\s|(?:DROP|ALTER|CREATE|TRUNCATE)\\s+(?:(?:OR\\s+REPLACE|UNIQUE|TEMP|TEMPORARY|MATERIALIZED)\\s+)*(?:TABLE|INDEX|DATABASE|VIEW)\\s|GRANT\\s.+\\sTO\\s|CALL\\s+[\\w.\"`\\x{FFFC}]+\\s*\\()")
  (#set! exempt))

((call
  function: (_) @_callee
  arguments: (argument_list . (identifier) @finding))
  (#resolves? @_callee "sqlalchemy.text" "sqlalchemy.sql.text" "sqlalchemy.sql.expression.text")
  (#assigned? @finding "string" "concatenated_string" "binary_operator" "call")
  (#built-match? @finding "(?s)^(?:[\\s(]|--[^\\n]*\\n|/\\*.*?\\*/)*(?:WITH\\s.+?\\sAS\\s*\\(\\s*)?(?:SELECT\\s.*\\sFROM\\s|INSERT\\s+(?:OR\\s+\\w+\\s+)?INTO\\s|REPLACE\\s+INTO\\s|UPDATE\\s.+\\sSET\\s|DELETE\\s+FROM\\s|MERGE\\s+INTO\\s|(?:DROP|ALTER|CREATE|TRUNCATE)\\s+(?:(?:OR\\s+REPLACE|UNIQUE|TEMP|TEMPORARY|MATERIALIZED)\\s+)*(?:TABLE|INDEX|DATABASE|VIEW)\\s|GRANT\\s.+\\sTO\\s|CALL\\s+[\\w.\"`\\x{FFFC}]+\\s*\\()")
  (#set! exempt))

((call
  function: (attribute
    attribute: (identifier) @_method)
  arguments: (argument_list . (identifier) @finding))
  (#any-of? @_method "execute" "executemany" "executescript" "raw" "fetch" "fetchrow" "fetchval")
  (#assigned? @finding "string" "concatenated_string" "binary_operator" "call")
  (#last-words? @finding "sql" "query" "qry" "cql" "stmt" "statement")
  (#built-match? @finding "(?is)^(?:[\\s(]|--[^\\n]*\\n|/\\*.*?\\*/)*(?:WITH\\s.+?\\sAS\\s*\\(\\s*)?(?:(?-i:SELECT|select)\\s.*\\sFROM\\s|(?-i:INSERT|insert)\\s+(?:OR\\s+\\w+\\s+)?INTO\\s|(?-i:REPLACE|replace)\\s+INTO\\s|(?-i:UPDATE|update)\\s.+\\sSET\\s|(?-i:DELETE|delete)\\s+FROM\\s|(?-i:MERGE|merge)\\s+INTO\\s)")
  (#set! exempt))

((call
  function: (_) @_callee
  arguments: (argument_list . (identifier) @finding))
  (#resolves? @_callee "sqlalchemy.text" "sqlalchemy.sql.text" "sqlalchemy.sql.expression.text")
  (#assigned? @finding "string" "concatenated_string" "binary_operator" "call")
  (#last-words? @finding "sql" "query" "qry" "cql" "stmt" "statement")
  (#built-match? @finding "(?is)^(?:[\\s(]|--[^\\n]*\\n|/\\*.*?\\*/)*(?:WITH\\s.+?\\sAS\\s*\\(\\s*)?(?:(?-i:SELECT|select)\\s.*\\sFROM\\s|(?-i:INSERT|insert)\\s+(?:OR\\s+\\w+\\s+)?INTO\\s|(?-i:REPLACE|replace)\\s+INTO\\s|(?-i:UPDATE|update)\\s.+\\sSET\\s|(?-i:DELETE|delete)\\s+FROM\\s|(?-i:MERGE|merge)\\s+INTO\\s)")
  (#set! exempt))

; Only names of tables or columns are put in: a placeholder cannot stand there.
((call
  function: (attribute
    attribute: (identifier) @_method)
  arguments: (argument_list . (_) @finding)) @_call
  (#any-of? @_method "execute" "executemany" "executescript" "raw" "fetch" "fetchrow" "fetchval")
  (#kind? @finding "string" "concatenated_string" "binary_operator" "call" "identifier")
  (#dynamic? @finding "sql")
  (#built-match? @finding "(?is)^(?:[\\s(]|--[^\\n]*\\n|/\\*.*?\\*/)*(?:WITH\\s.+?\\sAS\\s*\\(\\s*)?(?:SELECT\\s.*\\sFROM\\s|INSERT\\s+(?:OR\\s+\\w+\\s+)?INTO\\s|REPLACE\\s+INTO\\s|UPDATE\\s.+\\sSET\\s|DELETE\\s+FROM\\s|MERGE\\s+INTO\\s|(?:DROP|ALTER|CREATE|TRUNCATE)\\s+(?:(?:OR\\s+REPLACE|UNIQUE|TEMP|TEMPORARY|MATERIALIZED)\\s+)*(?:TABLE|INDEX|DATABASE|VIEW)\\s|GRANT\\s.+\\sTO\\s|CALL\\s+[\\w.\"`\\x{FFFC}]+\\s*\\(|(?-i:EXEC|EXECUTE)\\s+[\\w.\\[\\]\\x{FFFC}]+)")
  (#holes-follow? @finding "(?is)(?:\\b(?:FROM|INTO|TABLE|JOIN|UPDATE|ORDER\\s+BY|INDEX|VIEW|DATABASE|SCHEMA|COLUMN|CONSTRAINT|TABLESPACE|OWNER\\s+TO)\\s+(?:ONLY\\s+|(?:IF\\s+(?:NOT\\s+)?EXISTS)\\s+)?[\"`\\[]?|[.]\"?|`)$")
  (#set! severity low)
  (#set! message "a table or column name is put into the query as it is: take it from a list of known names"))

((call
  function: (_) @_callee) @_call
  (#resolves? @_callee "sqlalchemy.text" "sqlalchemy.sql.text" "sqlalchemy.sql.expression.text")
  (#argument! @finding @_call "text" 0)
  (#kind? @finding "string" "concatenated_string" "binary_operator" "call" "identifier")
  (#dynamic? @finding "sql")
  (#built-match? @finding "(?is)^(?:[\\s(]|--[^\\n]*\\n|/\\*.*?\\*/)*(?:WITH\\s.+?\\sAS\\s*\\(\\s*)?(?:SELECT\\s.*\\sFROM\\s|INSERT\\s+(?:OR\\s+\\w+\\s+)?INTO\\s|REPLACE\\s+INTO\\s|UPDATE\\s.+\\sSET\\s|DELETE\\s+FROM\\s|MERGE\\s+INTO\\s|(?:DROP|ALTER|CREATE|TRUNCATE)\\s+(?:(?:OR\\s+REPLACE|UNIQUE|TEMP|TEMPORARY|MATERIALIZED)\\s+)*(?:TABLE|INDEX|DATABASE|VIEW)\\s|GRANT\\s.+\\sTO\\s|CALL\\s+[\\w.\"`\\x{FFFC}]+\\s*\\(|(?-i:EXEC|EXECUTE)\\s+[\\w.\\[\\]\\x{FFFC}]+)")
  (#holes-follow? @finding "(?is)(?:\\b(?:FROM|INTO|TABLE|JOIN|UPDATE|ORDER\\s+BY|INDEX|VIEW|DATABASE|SCHEMA|COLUMN|CONSTRAINT|TABLESPACE|OWNER\\s+TO)\\s+(?:ONLY\\s+|(?:IF\\s+(?:NOT\\s+)?EXISTS)\\s+)?[\"`\\[]?|[.]\"?|`)$")
  (#set! severity low)
  (#set! message "a table or column name is put into the query as it is: take it from a list of known names"))

; What makes, changes and drops tables has no placeholders.
((call
  function: (attribute
    attribute: (identifier) @_method)
  arguments: (argument_list . (_) @finding)) @_call
  (#any-of? @_method "execute" "executemany" "executescript" "raw" "fetch" "fetchrow" "fetchval")
  (#kind? @finding "string" "concatenated_string" "binary_operator" "call" "identifier")
  (#dynamic? @finding "sql")
  (#built-match? @finding "(?is)^(?:[\\s(]|--[^\\n]*\\n|/\\*.*?\\*/)*(?:(?:DROP|ALTER|CREATE|TRUNCATE)\\s+(?:(?:OR\\s+REPLACE|UNIQUE|TEMP|TEMPORARY|MATERIALIZED)\\s+)*(?:TABLE|INDEX|DATABASE|VIEW)\\s|GRANT\\s.+\\sTO\\s)")
  (#set! severity low)
  (#set! message "a text is put into a statement that takes no placeholders: take names from a list of known ones"))

((call
  function: (_) @_callee) @_call
  (#resolves? @_callee "sqlalchemy.text" "sqlalchemy.sql.text" "sqlalchemy.sql.expression.text")
  (#argument! @finding @_call "text" 0)
  (#kind? @finding "string" "concatenated_string" "binary_operator" "call" "identifier")
  (#dynamic? @finding "sql")
  (#built-match? @finding "(?is)^(?:[\\s(]|--[^\\n]*\\n|/\\*.*?\\*/)*(?:(?:DROP|ALTER|CREATE|TRUNCATE)\\s+(?:(?:OR\\s+REPLACE|UNIQUE|TEMP|TEMPORARY|MATERIALIZED)\\s+)*(?:TABLE|INDEX|DATABASE|VIEW)\\s|GRANT\\s.+\\sTO\\s)")
  (#set! severity low)
  (#set! message "a text is put into a statement that takes no placeholders: take names from a list of known ones"))

; The query goes to the database right here. A file that talks to Django's databases and another one has two kinds of
; placeholders: only the cursor tells which.
((call
  function: (_) @_callee
  arguments: (argument_list . (_) @finding)) @_call
  (#resolves? @_callee "sqlite3.Cursor.execute" "sqlite3.Connection.execute" "pyodbc.Cursor.execute" "pyodbc.Connection.execute")
  (#kind? @finding "string" "concatenated_string" "binary_operator" "call" "identifier")
  (#dynamic? @finding "sql")
  (#built-match? @finding "(?is)^(?:[\\s(]|--[^\\n]*\\n|/\\*.*?\\*/)*(?:WITH\\s.+?\\sAS\\s*\\(\\s*)?(?:SELECT\\s.*\\sFROM\\s|INSERT\\s+(?:OR\\s+\\w+\\s+)?INTO\\s|REPLACE\\s+INTO\\s|UPDATE\\s.+\\sSET\\s|DELETE\\s+FROM\\s|MERGE\\s+INTO\\s|(?:DROP|ALTER|CREATE|TRUNCATE)\\s+(?:(?:OR\\s+REPLACE|UNIQUE|TEMP|TEMPORARY|MATERIALIZED)\\s+)*(?:TABLE|INDEX|DATABASE|VIEW)\\s|GRANT\\s.+\\sTO\\s|CALL\\s+[\\w.\"`\\x{FFFC}]+\\s*\\(|(?-i:EXEC|EXECUTE)\\s+[\\w.\\[\\]\\x{FFFC}]+)")
  (#set! fix.safety unsafe)
  (#fix! "bind-parameters" @_call @finding "?"))

((call
  function: (attribute
    attribute: (identifier) @_method)
  arguments: (argument_list . (_) @finding)) @_call
  (#any-of? @_method "execute" "executemany" "executescript" "raw" "fetch" "fetchrow" "fetchval")
  (#kind? @finding "string" "concatenated_string" "binary_operator" "call" "identifier")
  (#dynamic? @finding "sql")
  (#built-match? @finding "(?is)^(?:[\\s(]|--[^\\n]*\\n|/\\*.*?\\*/)*(?:WITH\\s.+?\\sAS\\s*\\(\\s*)?(?:SELECT\\s.*\\sFROM\\s|INSERT\\s+(?:OR\\s+\\w+\\s+)?INTO\\s|REPLACE\\s+INTO\\s|UPDATE\\s.+\\sSET\\s|DELETE\\s+FROM\\s|MERGE\\s+INTO\\s|(?:DROP|ALTER|CREATE|TRUNCATE)\\s+(?:(?:OR\\s+REPLACE|UNIQUE|TEMP|TEMPORARY|MATERIALIZED)\\s+)*(?:TABLE|INDEX|DATABASE|VIEW)\\s|GRANT\\s.+\\sTO\\s|CALL\\s+[\\w.\"`\\x{FFFC}]+\\s*\\(|(?-i:EXEC|EXECUTE)\\s+[\\w.\\[\\]\\x{FFFC}]+)")
  (#imports? "sqlite3" "pyodbc")
  (#not-imports? "django.db")
  (#set! fix.safety unsafe)
  (#fix! "bind-parameters" @_call @finding "?"))

((call
  function: (attribute
    attribute: (identifier) @_method)
  arguments: (argument_list . (_) @finding)) @_call
  (#any-of? @_method "execute" "executemany" "executescript" "raw" "fetch" "fetchrow" "fetchval")
  (#kind? @finding "string" "concatenated_string" "binary_operator" "call" "identifier")
  (#dynamic? @finding "sql")
  (#built-match? @finding "(?is)^(?:[\\s(]|--[^\\n]*\\n|/\\*.*?\\*/)*(?:WITH\\s.+?\\sAS\\s*\\(\\s*)?(?:SELECT\\s.*\\sFROM\\s|INSERT\\s+(?:OR\\s+\\w+\\s+)?INTO\\s|REPLACE\\s+INTO\\s|UPDATE\\s.+\\sSET\\s|DELETE\\s+FROM\\s|MERGE\\s+INTO\\s|(?:DROP|ALTER|CREATE|TRUNCATE)\\s+(?:(?:OR\\s+REPLACE|UNIQUE|TEMP|TEMPORARY|MATERIALIZED)\\s+)*(?:TABLE|INDEX|DATABASE|VIEW)\\s|GRANT\\s.+\\sTO\\s|CALL\\s+[\\w.\"`\\x{FFFC}]+\\s*\\(|(?-i:EXEC|EXECUTE)\\s+[\\w.\\[\\]\\x{FFFC}]+)")
  (#imports? "sqlite3" "pyodbc"))

((call
  function: (attribute
    attribute: (identifier) @_method)
  arguments: (argument_list . (_) @finding)) @_call
  (#any-of? @_method "execute" "executemany" "executescript" "raw" "fetch" "fetchrow" "fetchval")
  (#kind? @finding "string" "concatenated_string" "binary_operator" "call" "identifier")
  (#dynamic? @finding "sql")
  (#built-match? @finding "(?is)^(?:[\\s(]|--[^\\n]*\\n|/\\*.*?\\*/)*(?:WITH\\s.+?\\sAS\\s*\\(\\s*)?(?:SELECT\\s.*\\sFROM\\s|INSERT\\s+(?:OR\\s+\\w+\\s+)?INTO\\s|REPLACE\\s+INTO\\s|UPDATE\\s.+\\sSET\\s|DELETE\\s+FROM\\s|MERGE\\s+INTO\\s|(?:DROP|ALTER|CREATE|TRUNCATE)\\s+(?:(?:OR\\s+REPLACE|UNIQUE|TEMP|TEMPORARY|MATERIALIZED)\\s+)*(?:TABLE|INDEX|DATABASE|VIEW)\\s|GRANT\\s.+\\sTO\\s|CALL\\s+[\\w.\"`\\x{FFFC}]+\\s*\\(|(?-i:EXEC|EXECUTE)\\s+[\\w.\\[\\]\\x{FFFC}]+)")
  (#set! fix.safety unsafe)
  (#fix! "bind-parameters" @_call @finding "%s"))

((call
  function: (_) @_callee) @_call
  (#resolves? @_callee "sqlalchemy.text" "sqlalchemy.sql.text" "sqlalchemy.sql.expression.text")
  (#argument! @finding @_call "text" 0)
  (#kind? @finding "string" "concatenated_string" "binary_operator" "call" "identifier")
  (#dynamic? @finding "sql")
  (#built-match? @finding "(?is)^(?:[\\s(]|--[^\\n]*\\n|/\\*.*?\\*/)*(?:WITH\\s.+?\\sAS\\s*\\(\\s*)?(?:SELECT\\s.*\\sFROM\\s|INSERT\\s+(?:OR\\s+\\w+\\s+)?INTO\\s|REPLACE\\s+INTO\\s|UPDATE\\s.+\\sSET\\s|DELETE\\s+FROM\\s|MERGE\\s+INTO\\s|(?:DROP|ALTER|CREATE|TRUNCATE)\\s+(?:(?:OR\\s+REPLACE|UNIQUE|TEMP|TEMPORARY|MATERIALIZED)\\s+)*(?:TABLE|INDEX|DATABASE|VIEW)\\s|GRANT\\s.+\\sTO\\s|CALL\\s+[\\w.\"`\\x{FFFC}]+\\s*\\(|(?-i:EXEC|EXECUTE)\\s+[\\w.\\[\\]\\x{FFFC}]+)"))

; Anywhere else.
([(string) (concatenated_string) (binary_operator)] @finding
  (#not-parent? @finding "binary_operator" "concatenated_string" "attribute" "expression_statement")
  (#builds? @finding)
  (#dynamic? @finding "sql")
  (#built-match? @finding "(?s)^(?:[\\s(]|--[^\\n]*\\n|/\\*.*?\\*/)*(?:WITH\\s.+?\\sAS\\s*\\(\\s*)?(?:SELECT\\s.*\\sFROM\\s|INSERT\\s+(?:OR\\s+\\w+\\s+)?INTO\\s|REPLACE\\s+INTO\\s|UPDATE\\s.+\\sSET\\s|DELETE\\s+FROM\\s|MERGE\\s+INTO\\s|(?:DROP|ALTER|CREATE|TRUNCATE)\\s+(?:(?:OR\\s+REPLACE|UNIQUE|TEMP|TEMPORARY|MATERIALIZED)\\s+)*(?:TABLE|INDEX|DATABASE|VIEW)\\s|GRANT\\s.+\\sTO\\s|CALL\\s+[\\w.\"`\\x{FFFC}]+\\s*\\()")
  (#not-inside-call? @finding "builtins.print" "builtins.ValueError" "builtins.Exception")
  (#holes-follow? @finding "(?is)(?:\\b(?:FROM|INTO|TABLE|JOIN|UPDATE|ORDER\\s+BY|INDEX|VIEW|DATABASE|SCHEMA|COLUMN|CONSTRAINT|TABLESPACE|OWNER\\s+TO)\\s+(?:ONLY\\s+|(?:IF\\s+(?:NOT\\s+)?EXISTS)\\s+)?[\"`\\[]?|[.]\"?|`)$")
  (#set! severity low)
  (#set! confidence low)
  (#set! message "a table or column name is put into the query as it is: take it from a list of known names"))

((call
  function: (attribute
    attribute: (identifier) @_method)) @finding
  (#any-of? @_method "format" "join" "replace")
  (#not-parent? @finding "binary_operator" "concatenated_string" "attribute" "expression_statement")
  (#builds? @finding)
  (#dynamic? @finding "sql")
  (#built-match? @finding "(?s)^(?:[\\s(]|--[^\\n]*\\n|/\\*.*?\\*/)*(?:WITH\\s.+?\\sAS\\s*\\(\\s*)?(?:SELECT\\s.*\\sFROM\\s|INSERT\\s+(?:OR\\s+\\w+\\s+)?INTO\\s|REPLACE\\s+INTO\\s|UPDATE\\s.+\\sSET\\s|DELETE\\s+FROM\\s|MERGE\\s+INTO\\s|(?:DROP|ALTER|CREATE|TRUNCATE)\\s+(?:(?:OR\\s+REPLACE|UNIQUE|TEMP|TEMPORARY|MATERIALIZED)\\s+)*(?:TABLE|INDEX|DATABASE|VIEW)\\s|GRANT\\s.+\\sTO\\s|CALL\\s+[\\w.\"`\\x{FFFC}]+\\s*\\()")
  (#not-inside-call? @finding "builtins.print" "builtins.ValueError" "builtins.Exception")
  (#holes-follow? @finding "(?is)(?:\\b(?:FROM|INTO|TABLE|JOIN|UPDATE|ORDER\\s+BY|INDEX|VIEW|DATABASE|SCHEMA|COLUMN|CONSTRAINT|TABLESPACE|OWNER\\s+TO)\\s+(?:ONLY\\s+|(?:IF\\s+(?:NOT\\s+)?EXISTS)\\s+)?[\"`\\[]?|[.]\"?|`)$")
  (#set! severity low)
  (#set! confidence low)
  (#set! message "a table or column name is put into the query as it is: take it from a list of known names"))

([(string) (concatenated_string) (binary_operator)] @finding
  (#not-parent? @finding "binary_operator" "concatenated_string" "attribute" "expression_statement")
  (#builds? @finding)
  (#dynamic? @finding "sql")
  (#built-match? @finding "(?s)^(?:[\\s(]|--[^\\n]*\\n|/\\*.*?\\*/)*(?:(?:DROP|ALTER|CREATE|TRUNCATE)\\s+(?:(?:OR\\s+REPLACE|UNIQUE|TEMP|TEMPORARY|MATERIALIZED)\\s+)*(?:TABLE|INDEX|DATABASE|VIEW)\\s|GRANT\\s.+\\sTO\\s)")
  (#not-inside-call? @finding "builtins.print" "builtins.ValueError" "builtins.Exception")
  (#set! severity low)
  (#set! confidence low)
  (#set! message "a text is put into a statement that takes no placeholders: take names from a list of known ones"))

((call
  function: (attribute
    attribute: (identifier) @_method)) @finding
  (#any-of? @_method "format" "join" "replace")
  (#not-parent? @finding "binary_operator" "concatenated_string" "attribute" "expression_statement")
  (#builds? @finding)
  (#dynamic? @finding "sql")
  (#built-match? @finding "(?s)^(?:[\\s(]|--[^\\n]*\\n|/\\*.*?\\*/)*(?:(?:DROP|ALTER|CREATE|TRUNCATE)\\s+(?:(?:OR\\s+REPLACE|UNIQUE|TEMP|TEMPORARY|MATERIALIZED)\\s+)*(?:TABLE|INDEX|DATABASE|VIEW)\\s|GRANT\\s.+\\sTO\\s)")
  (#not-inside-call? @finding "builtins.print" "builtins.ValueError" "builtins.Exception")
  (#set! severity low)
  (#set! confidence low)
  (#set! message "a text is put into a statement that takes no placeholders: take names from a list of known ones"))

([(string) (concatenated_string) (binary_operator)] @finding
  (#not-parent? @finding "binary_operator" "concatenated_string" "attribute" "expression_statement")
  (#builds? @finding)
  (#dynamic? @finding "sql")
  (#built-match? @finding "(?s)^(?:[\\s(]|--[^\\n]*\\n|/\\*.*?\\*/)*(?:WITH\\s.+?\\sAS\\s*\\(\\s*)?(?:SELECT\\s.*\\sFROM\\s|INSERT\\s+(?:OR\\s+\\w+\\s+)?INTO\\s|REPLACE\\s+INTO\\s|UPDATE\\s.+\\sSET\\s|DELETE\\s+FROM\\s|MERGE\\s+INTO\\s|(?:DROP|ALTER|CREATE|TRUNCATE)\\s+(?:(?:OR\\s+REPLACE|UNIQUE|TEMP|TEMPORARY|MATERIALIZED)\\s+)*(?:TABLE|INDEX|DATABASE|VIEW)\\s|GRANT\\s.+\\sTO\\s|CALL\\s+[\\w.\"`\\x{FFFC}]+\\s*\\()")
  (#not-inside-call? @finding "builtins.print" "builtins.ValueError" "builtins.Exception")
  (#set! confidence low))

((call
  function: (attribute
    attribute: (identifier) @_method)) @finding
  (#any-of? @_method "format" "join" "replace")
  (#not-parent? @finding "binary_operator" "concatenated_string" "attribute" "expression_statement")
  (#builds? @finding)
  (#dynamic? @finding "sql")
  (#built-match? @finding "(?s)^(?:[\\s(]|--[^\\n]*\\n|/\\*.*?\\*/)*(?:WITH\\s.+?\\sAS\\s*\\(\\s*)?(?:SELECT\\s.*\\sFROM\\s|INSERT\\s+(?:OR\\s+\\w+\\s+)?INTO\\s|REPLACE\\s+INTO\\s|UPDATE\\s.+\\sSET\\s|DELETE\\s+FROM\\s|MERGE\\s+INTO\\s|(?:DROP|ALTER|CREATE|TRUNCATE)\\s+(?:(?:OR\\s+REPLACE|UNIQUE|TEMP|TEMPORARY|MATERIALIZED)\\s+)*(?:TABLE|INDEX|DATABASE|VIEW)\\s|GRANT\\s.+\\sTO\\s|CALL\\s+[\\w.\"`\\x{FFFC}]+\\s*\\()")
  (#not-inside-call? @finding "builtins.print" "builtins.ValueError" "builtins.Exception")
  (#set! confidence low))

; In small letters it may be prose, unless it is called a query.
((assignment
  left: (_) @_target
  right: [(string) (concatenated_string) (binary_operator) (call function: (attribute))] @finding)
  (#last-words? @_target "sql" "query" "qry" "cql" "stmt" "statement")
  (#builds? @finding)
  (#dynamic? @finding "sql")
  (#built-match? @finding "(?is)^(?:[\\s(]|--[^\\n]*\\n|/\\*.*?\\*/)*(?:WITH\\s.+?\\sAS\\s*\\(\\s*)?(?:(?-i:SELECT|select)\\s.*\\sFROM\\s|(?-i:INSERT|insert)\\s+(?:OR\\s+\\w+\\s+)?INTO\\s|(?-i:REPLACE|replace)\\s+INTO\\s|(?-i:UPDATE|update)\\s.+\\sSET\\s|(?-i:DELETE|delete)\\s+FROM\\s|(?-i:MERGE|merge)\\s+INTO\\s)")
  (#holes-follow? @finding "(?is)(?:\\b(?:FROM|INTO|TABLE|JOIN|UPDATE|ORDER\\s+BY|INDEX|VIEW|DATABASE|SCHEMA|COLUMN|CONSTRAINT|TABLESPACE|OWNER\\s+TO)\\s+(?:ONLY\\s+|(?:IF\\s+(?:NOT\\s+)?EXISTS)\\s+)?[\"`\\[]?|[.]\"?|`)$")
  (#set! severity low)
  (#set! confidence low)
  (#set! message "a table or column name is put into the query as it is: take it from a list of known names"))

((assignment
  left: (_) @_target
  right: (parenthesized_expression [(string) (concatenated_string) (binary_operator) (call function: (attribute))] @finding))
  (#last-words? @_target "sql" "query" "qry" "cql" "stmt" "statement")
  (#builds? @finding)
  (#dynamic? @finding "sql")
  (#built-match? @finding "(?is)^(?:[\\s(]|--[^\\n]*\\n|/\\*.*?\\*/)*(?:WITH\\s.+?\\sAS\\s*\\(\\s*)?(?:(?-i:SELECT|select)\\s.*\\sFROM\\s|(?-i:INSERT|insert)\\s+(?:OR\\s+\\w+\\s+)?INTO\\s|(?-i:REPLACE|replace)\\s+INTO\\s|(?-i:UPDATE|update)\\s.+\\sSET\\s|(?-i:DELETE|delete)\\s+FROM\\s|(?-i:MERGE|merge)\\s+INTO\\s)")
  (#holes-follow? @finding "(?is)(?:\\b(?:FROM|INTO|TABLE|JOIN|UPDATE|ORDER\\s+BY|INDEX|VIEW|DATABASE|SCHEMA|COLUMN|CONSTRAINT|TABLESPACE|OWNER\\s+TO)\\s+(?:ONLY\\s+|(?:IF\\s+(?:NOT\\s+)?EXISTS)\\s+)?[\"`\\[]?|[.]\"?|`)$")
  (#set! severity low)
  (#set! confidence low)
  (#set! message "a table or column name is put into the query as it is: take it from a list of known names"))

((assignment
  left: (_) @_target
  right: (dictionary (pair value: [(string) (concatenated_string) (binary_operator) (call function: (attribute))] @finding)))
  (#last-words? @_target "sql" "query" "qry" "cql" "stmt" "statement")
  (#builds? @finding)
  (#dynamic? @finding "sql")
  (#built-match? @finding "(?is)^(?:[\\s(]|--[^\\n]*\\n|/\\*.*?\\*/)*(?:WITH\\s.+?\\sAS\\s*\\(\\s*)?(?:(?-i:SELECT|select)\\s.*\\sFROM\\s|(?-i:INSERT|insert)\\s+(?:OR\\s+\\w+\\s+)?INTO\\s|(?-i:REPLACE|replace)\\s+INTO\\s|(?-i:UPDATE|update)\\s.+\\sSET\\s|(?-i:DELETE|delete)\\s+FROM\\s|(?-i:MERGE|merge)\\s+INTO\\s)")
  (#holes-follow? @finding "(?is)(?:\\b(?:FROM|INTO|TABLE|JOIN|UPDATE|ORDER\\s+BY|INDEX|VIEW|DATABASE|SCHEMA|COLUMN|CONSTRAINT|TABLESPACE|OWNER\\s+TO)\\s+(?:ONLY\\s+|(?:IF\\s+(?:NOT\\s+)?EXISTS)\\s+)?[\"`\\[]?|[.]\"?|`)$")
  (#set! severity low)
  (#set! confidence low)
  (#set! message "a table or column name is put into the query as it is: take it from a list of known names"))

((assignment
  left: (_) @_target
  right: (dictionary (pair value: (parenthesized_expression [(string) (concatenated_string) (binary_operator) (call function: (attribute))] @finding))))
  (#last-words? @_target "sql" "query" "qry" "cql" "stmt" "statement")
  (#builds? @finding)
  (#dynamic? @finding "sql")
  (#built-match? @finding "(?is)^(?:[\\s(]|--[^\\n]*\\n|/\\*.*?\\*/)*(?:WITH\\s.+?\\sAS\\s*\\(\\s*)?(?:(?-i:SELECT|select)\\s.*\\sFROM\\s|(?-i:INSERT|insert)\\s+(?:OR\\s+\\w+\\s+)?INTO\\s|(?-i:REPLACE|replace)\\s+INTO\\s|(?-i:UPDATE|update)\\s.+\\sSET\\s|(?-i:DELETE|delete)\\s+FROM\\s|(?-i:MERGE|merge)\\s+INTO\\s)")
  (#holes-follow? @finding "(?is)(?:\\b(?:FROM|INTO|TABLE|JOIN|UPDATE|ORDER\\s+BY|INDEX|VIEW|DATABASE|SCHEMA|COLUMN|CONSTRAINT|TABLESPACE|OWNER\\s+TO)\\s+(?:ONLY\\s+|(?:IF\\s+(?:NOT\\s+)?EXISTS)\\s+)?[\"`\\[]?|[.]\"?|`)$")
  (#set! severity low)
  (#set! confidence low)
  (#set! message "a table or column name is put into the query as it is: take it from a list of known names"))

((assignment
  left: (_) @_target
  right: [(string) (concatenated_string) (binary_operator) (call function: (attribute))] @finding)
  (#last-words? @_target "sql" "query" "qry" "cql" "stmt" "statement")
  (#builds? @finding)
  (#dynamic? @finding "sql")
  (#built-match? @finding "(?is)^(?:[\\s(]|--[^\\n]*\\n|/\\*.*?\\*/)*(?:WITH\\s.+?\\sAS\\s*\\(\\s*)?(?:(?-i:SELECT|select)\\s.*\\sFROM\\s|(?-i:INSERT|insert)\\s+(?:OR\\s+\\w+\\s+)?INTO\\s|(?-i:REPLACE|replace)\\s+INTO\\s|(?-i:UPDATE|update)\\s.+\\sSET\\s|(?-i:DELETE|delete)\\s+FROM\\s|(?-i:MERGE|merge)\\s+INTO\\s)")
  (#set! confidence low))

((assignment
  left: (_) @_target
  right: (parenthesized_expression [(string) (concatenated_string) (binary_operator) (call function: (attribute))] @finding))
  (#last-words? @_target "sql" "query" "qry" "cql" "stmt" "statement")
  (#builds? @finding)
  (#dynamic? @finding "sql")
  (#built-match? @finding "(?is)^(?:[\\s(]|--[^\\n]*\\n|/\\*.*?\\*/)*(?:WITH\\s.+?\\sAS\\s*\\(\\s*)?(?:(?-i:SELECT|select)\\s.*\\sFROM\\s|(?-i:INSERT|insert)\\s+(?:OR\\s+\\w+\\s+)?INTO\\s|(?-i:REPLACE|replace)\\s+INTO\\s|(?-i:UPDATE|update)\\s.+\\sSET\\s|(?-i:DELETE|delete)\\s+FROM\\s|(?-i:MERGE|merge)\\s+INTO\\s)")
  (#set! confidence low))

((assignment
  left: (_) @_target
  right: (dictionary (pair value: [(string) (concatenated_string) (binary_operator) (call function: (attribute))] @finding)))
  (#last-words? @_target "sql" "query" "qry" "cql" "stmt" "statement")
  (#builds? @finding)
  (#dynamic? @finding "sql")
  (#built-match? @finding "(?is)^(?:[\\s(]|--[^\\n]*\\n|/\\*.*?\\*/)*(?:WITH\\s.+?\\sAS\\s*\\(\\s*)?(?:(?-i:SELECT|select)\\s.*\\sFROM\\s|(?-i:INSERT|insert)\\s+(?:OR\\s+\\w+\\s+)?INTO\\s|(?-i:REPLACE|replace)\\s+INTO\\s|(?-i:UPDATE|update)\\s.+\\sSET\\s|(?-i:DELETE|delete)\\s+FROM\\s|(?-i:MERGE|merge)\\s+INTO\\s)")
  (#set! confidence low))

((assignment
  left: (_) @_target
  right: (dictionary (pair value: (parenthesized_expression [(string) (concatenated_string) (binary_operator) (call function: (attribute))] @finding))))
  (#last-words? @_target "sql" "query" "qry" "cql" "stmt" "statement")
  (#builds? @finding)
  (#dynamic? @finding "sql")
  (#built-match? @finding "(?is)^(?:[\\s(]|--[^\\n]*\\n|/\\*.*?\\*/)*(?:WITH\\s.+?\\sAS\\s*\\(\\s*)?(?:(?-i:SELECT|select)\\s.*\\sFROM\\s|(?-i:INSERT|insert)\\s+(?:OR\\s+\\w+\\s+)?INTO\\s|(?-i:REPLACE|replace)\\s+INTO\\s|(?-i:UPDATE|update)\\s.+\\sSET\\s|(?-i:DELETE|delete)\\s+FROM\\s|(?-i:MERGE|merge)\\s+INTO\\s)")
  (#set! confidence low))
