; DJ524 user-enumeration
;
; severity   = "low"
; confidence = "low"
; cwe        = [204]
; message    = "strangers find out who has an account here: this is said for unknown names only"
; since      = "0.1.0"
; owasp      = ["A07:2021"]
; tags       = ["django"]
; default    = false
; in_tests   = "off"
; in_migrations = "off"
; ---
; A page that says "no such user" for one name and "wrong password" for another tells, name by name, who has an account.
; Such lists are the first half of an attack; that somebody has an account may be a secret by itself.
;
; ## Write instead
; One sentence for both: "This name and password do not go together"; for a forgotten password, "If there is an account, a mail is on its way".
;
; ## When it is fine
; Where names are public anyway.

((string) @finding
  (#not-statement? @finding)
  (#value-match? @finding "(?i)does not exist|doesn't exist|no such user|not registered|unknown user|user not found|account not found|no account")
  (#value-match? @finding "(?i)\\b(user(name)?|account|e-?mail)\\b")
  (#imports? "django" "rest_framework")
  (#around-words? @finding "login" "signin" "sign in" "forgot" "reset" "authenticate" "password"))
