; DJ298 middleware-path-skip
;
; severity   = "medium"
; confidence = "low"
; cwe        = [863]
; message    = "the check is skipped for whoever puts this into the address: the text may stand anywhere in the path"
; since      = "0.1.0"
; owasp      = ["A01:2021"]
; tags       = ["django"]
; default    = false
; in_tests   = "off"
; in_migrations = "off"
; ---
; A middleware that leaves some pages alone by a piece of their address leaves all alone that can be made to hold it: in a search term, a file name, a number that takes any text.
;
; ## Write instead
; `request.resolver_match` in `process_view`, whose `view_name` nobody chooses, or the whole path.
;
; ## When it is fine
; Where no address takes a text of the visitor; that cannot be seen here, so the rule is off by default.

((comparison_operator
  .
  (string)
  .
  ["in" "not in"]
  .
  (attribute
    attribute: (identifier) @_name) @_path
  .) @finding
  (#any-of? @_name "path" "path_info")
  (#dotted? @_path "request.path" "request.path_info")
  (#in-function? @finding "__call__" "__acall__" "process_request" "process_view" "middleware")
  (#imports? "django"))

((comparison_operator
  .
  (string)
  .
  ["in" "not in"]
  .
  (call
    function: (attribute
      attribute: (identifier) @_name) @_path)
  .) @finding
  (#any-of? @_name "get_full_path" "build_absolute_uri" "get_raw_uri")
  (#dotted? @_path "request.get_full_path" "request.build_absolute_uri" "request.get_raw_uri")
  (#in-function? @finding "__call__" "__acall__" "process_request" "process_view" "middleware")
  (#imports? "django"))
