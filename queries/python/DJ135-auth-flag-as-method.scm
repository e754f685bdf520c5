; DJ135 auth-flag-as-method
;
; severity   = "high"
; confidence = "high"
; cwe        = [287]
; message    = "everybody passes: `{finding}` is a method here, and a method is true until somebody calls it"
; since      = "0.1.0"
; owasp      = ["A07:2021"]
; also       = { django = ["auth.C009", "auth.C010"] }
; tags       = ["django"]
; in_tests   = "off"
; in_migrations = "off"
; ---
; Django, its decorators and every template ask `user.is_authenticated` without a call.
; On a model where that is a method the question always gets a true answer, so that visitors without a login get in.
;
; ## Write instead
; Nothing: `AbstractBaseUser` brings both; or `@property` above the method.
;
; ## When it is fine
; Never on a model of users. Properties and plain attributes are not reported.

((function_definition
  name: (identifier) @finding) @_definition
  (#any-of? @finding "is_authenticated" "is_anonymous")
  (#in-class? @finding "django.contrib.auth.models.AbstractUser" "django.contrib.auth.models.AbstractBaseUser" "django.contrib.auth.base_user.AbstractBaseUser" "django.contrib.auth.models.User" "django.contrib.auth.models.AnonymousUser")
  (#not-decorated? @finding "builtins.property" "property" "functools.cached_property" "django.utils.functional.cached_property" "django.utils.functional.classproperty")
  (#not-parent? @_definition "decorated_definition")
  (#insert-lines-before! @_definition "@property")
  (#set! fix.title "Make it a property")
  (#set! fix.safety unsafe))

((function_definition
  name: (identifier) @finding)
  (#any-of? @finding "is_authenticated" "is_anonymous")
  (#in-class? @finding "django.contrib.auth.models.AbstractUser" "django.contrib.auth.models.AbstractBaseUser" "django.contrib.auth.base_user.AbstractBaseUser" "django.contrib.auth.models.User" "django.contrib.auth.models.AnonymousUser")
  (#not-decorated? @finding "builtins.property" "property" "functools.cached_property" "django.utils.functional.cached_property" "django.utils.functional.classproperty"))
