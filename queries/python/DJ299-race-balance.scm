; DJ299 race-balance
;
; severity   = "low"
; confidence = "low"
; cwe        = [362]
; message    = "two requests at once count as one: `{name}` is read, changed and written back"
; since      = "0.1.0"
; owasp      = ["A04:2021"]
; tags       = ["django"]
; default    = false
; in_tests   = "off"
; in_migrations = "off"
; ---
; Between reading a number and saving it another request may do the same.
; Both begin with the same number, and one of the changes is lost: money is spent twice, the last item is sold twice.
;
; ## Write instead
; `account.balance = F("balance") - amount`, which the database works out, or `select_for_update()` inside a transaction.
;
; ## When it is fine
; Where only one process writes; that cannot be seen here, so the rule is off by default.

((augmented_assignment
  left: (attribute
    attribute: (identifier) @name) @_target
  operator: "-="
  right: (_) @_amount) @finding
  (#last-words? @name "balance" "stock" "credit" "credits" "inventory" "funds" "coins")
  (#imports? "django")
  (#not-match? @_amount "\\bF\\(")
  (#not-function-mentions? @finding "select_for_update" "atomic" "lock" "F")
  (#replace! @finding "{_target} = {use:django.db.models.F}(\"{name}\") - ({_amount})")
  (#set! fix.title "Let the database work it out")
  (#set! fix.safety unsafe))

((augmented_assignment
  left: (attribute
    attribute: (identifier) @name) @_target
  operator: "+="
  right: (_) @_amount) @finding
  (#last-words? @name "balance" "stock" "credit" "credits" "inventory" "funds" "coins")
  (#imports? "django")
  (#not-match? @_amount "\\bF\\(")
  (#not-function-mentions? @finding "select_for_update" "atomic" "lock" "F")
  (#replace! @finding "{_target} = {use:django.db.models.F}(\"{name}\") + ({_amount})")
  (#set! fix.title "Let the database work it out")
  (#set! fix.safety unsafe))
