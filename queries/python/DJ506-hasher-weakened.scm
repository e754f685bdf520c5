; DJ506 hasher-weakened
;
; severity   = "medium"
; confidence = "high"
; cwe        = [916]
; message    = "stolen hashes are guessed sooner: {value} is less work than Django asks for"
; since      = "0.1.0"
; owasp      = ["A02:2021"]
; tags       = ["django"]
; in_tests   = "off"
; in_migrations = "off"
; ---
; What protects passwords in a stolen table is the work that each guess costs.
; Django raises it with each version; this class stays below what is held to be enough today: 600,000 rounds of PBKDF2, a cost of 12 for bcrypt, 19 MiB for Argon2, 2¹⁴ for scrypt.
;
; ## Write instead
; Nothing, so that the value of Django counts; a machine that cannot bear it needs fewer logins, not weaker hashes.
;
; ## When it is fine
; In settings and hashers that only tests use; in tests nothing is reported.

((assignment
  left: (identifier) @_name
  right: (_) @value @finding)
  (#eq? @_name "iterations")
  (#in-class? @finding "django.contrib.auth.hashers.PBKDF2PasswordHasher" "django.contrib.auth.hashers.PBKDF2SHA1PasswordHasher")
  (#number? @value "<600000")
  (#not-around-words? @finding "test" "fast" "legacy" "migration")
  (#replace! @finding "{use:django.contrib.auth.hashers.PBKDF2PasswordHasher}.iterations")
  (#set! fix.title "Let the value of Django count")
  (#set! fix.safety unsafe))

((assignment
  left: (identifier) @_name
  right: (_) @value @finding)
  (#eq? @_name "rounds")
  (#in-class? @finding "django.contrib.auth.hashers.BCryptSHA256PasswordHasher" "django.contrib.auth.hashers.BCryptPasswordHasher")
  (#number? @value "<12")
  (#not-around-words? @finding "test" "fast" "legacy" "migration")
  (#replace! @finding "{use:django.contrib.auth.hashers.BCryptSHA256PasswordHasher}.rounds")
  (#set! fix.title "Let the value of Django count")
  (#set! fix.safety unsafe))

((assignment
  left: (identifier) @_name
  right: (_) @value @finding)
  (#eq? @_name "memory_cost")
  (#in-class? @finding "django.contrib.auth.hashers.Argon2PasswordHasher")
  (#number? @value "<19456")
  (#not-around-words? @finding "test" "fast" "legacy" "migration")
  (#replace! @finding "{use:django.contrib.auth.hashers.Argon2PasswordHasher}.memory_cost")
  (#set! fix.title "Let the value of Django count")
  (#set! fix.safety unsafe))

((assignment
  left: (identifier) @_name
  right: (_) @value @finding)
  (#eq? @_name "time_cost")
  (#in-class? @finding "django.contrib.auth.hashers.Argon2PasswordHasher")
  (#number? @value "<2")
  (#class-binds? @finding "memory_cost")
  (#not-around-words? @finding "test" "fast" "legacy" "migration")
  (#replace! @finding "{use:django.contrib.auth.hashers.Argon2PasswordHasher}.time_cost")
  (#set! fix.title "Let the value of Django count")
  (#set! fix.safety unsafe))

((assignment
  left: (identifier) @_name
  right: (_) @value @finding)
  (#eq? @_name "work_factor")
  (#in-class? @finding "django.contrib.auth.hashers.ScryptPasswordHasher")
  (#number? @value "<16384")
  (#not-around-words? @finding "test" "fast" "legacy" "migration")
  (#replace! @finding "{use:django.contrib.auth.hashers.ScryptPasswordHasher}.work_factor")
  (#set! fix.title "Let the value of Django count")
  (#set! fix.safety unsafe))
