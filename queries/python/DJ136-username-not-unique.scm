; DJ136 username-not-unique
;
; severity   = "medium"
; confidence = "high"
; cwe        = [287]
; message    = "two accounts may have the same `{finding:value}`: nothing in the database keeps names for the login apart"
; since      = "0.1.0"
; owasp      = ["A07:2021"]
; also       = { django = ["auth.E003", "auth.W004"] }
; tags       = ["django"]
; in_tests   = "off"
; in_migrations = "off"
; ---
; Django looks an account up by the field that `USERNAME_FIELD` names, and a link that resets a password goes to whoever it finds.
; Without `unique=True` somebody registers a second account under the same name; logins then fail for both, or reach the wrong one.
;
; ## Write instead
; `email = models.EmailField(unique=True)`, or a `UniqueConstraint` over that field without a condition.
;
; ## When it is fine
; Where a backend of your own tells such accounts apart.
;
; ## Not found
; Fields of bases in other modules.

; `AbstractUser` has an address that is not unique.
((assignment
  left: (identifier) @_name
  right: (string) @finding)
  (#eq? @_name "USERNAME_FIELD")
  (#value? @finding "email" "first_name" "last_name")
  (#in-class? @finding "django.contrib.auth.models.AbstractUser")
  (#not-class-binds? @finding "email" "first_name" "last_name")
  (#not-class-mentions? @finding "UniqueConstraint" "unique_together"))

((assignment
  left: (identifier) @_name
  right: (string) @finding)
  (#eq? @_name "USERNAME_FIELD")
  (#in-class? @finding "django.contrib.auth.models.AbstractBaseUser" "django.contrib.auth.base_user.AbstractBaseUser" "django.contrib.auth.models.AbstractUser")
  (#class-sets? @finding @finding "^(\\w+\\.)*\\w*Field\\(")
  (#not-class-sets? @finding @finding "(unique|primary_key)=[^F,)]|\\*\\*")
  (#not-class-mentions? @finding "UniqueConstraint" "unique_together"))
