; DJ292 csv-formula
;
; severity   = "low"
; confidence = "medium"
; cwe        = [1236]
; message    = "cells that begin with `=`, `+`, `-` or `@` run as formulas where the file is opened"
; since      = "0.1.0"
; owasp      = ["A03:2021"]
; tags       = ["django"]
; in_tests   = "off"
; in_migrations = "off"
; ---
; A spreadsheet takes such a cell for a formula, and formulas can send the rest of the sheet away or start programs.
; What one visitor typed then acts on the machine of whoever opens the export.
;
; ## Write instead
; Put a `'` before cells that begin with one of these signs, for all that people have typed.
;
; ## When it is fine
; Where the rows hold numbers and texts of your own only; functions that speak of escaping are not reported.

((call
  function: (_) @_callee) @finding
  (#resolves? @_callee "csv.writer" "csv.DictWriter")
  (#argument! @_file @finding "f|csvfile" 0)
  (#instance? @_file "django.http.HttpResponse" "django.http.StreamingHttpResponse")
  (#function-mentions? @finding "objects" "queryset" "obj" "row" "item" "instance" "request")
  (#not-function-mentions? @finding "escape" "sanitize" "escape_csv" "sanitize_csv" "escape_formula" "quote_formula" "clean_cell" "prevent_csv_injection"))
