; DJ217 order-from-input
;
; severity   = "medium"
; confidence = "medium"
; cwe        = [89, 200]
; message    = "whoever sends the request chooses the fields that `{key}` takes"
; since      = "0.1.0"
; tags       = ["django"]
; in_tests   = "off"
; in_migrations = "off"
; ---
; Who chooses the field that rows are sorted by learns its values from their order, field by field and through relations: `order_by("owner__password")`.
; With `values` and `only` the fields come back as they are.
; In some versions of Django such a name could even hold SQL.
;
; ## Write instead
; A table of what may be chosen: `Order.objects.order_by(ORDERS.get(request.GET.get("order"), "name"))`.
;
; ## When it is fine
; Names that are looked up in a list of allowed ones.

((call
  function: (attribute
    object: (_) @_receiver
    attribute: (identifier) @key)
  arguments: (argument_list
    [
      (identifier)
      (attribute)
      (subscript)
      (call)
      (string)
      (binary_operator)
      (boolean_operator)
      (conditional_expression)
      (list_splat)
    ] @finding))
  (#any-of? @key "order_by" "values" "values_list" "only" "defer" "distinct" "select_related" "prefetch_related")
  (#imports? "django" "rest_framework")
  (#queryset? @_receiver)
  (#from-request? @finding)
  (#not-checked? @finding "in"))
