; DJ259 hashids-of-secret-key
;
; severity   = "high"
; confidence = "high"
; cwe        = [327]
; message    = "short ids made with the secret key give it away: a few of them are enough to compute it"
; since      = "0.1.0"
; also       = { semgrep = "hashids-with-django-secret" }
; tags       = ["django"]
; in_tests   = "off"
; in_migrations = "off"
; ---
; Hashids hides numbers, it does not protect its salt: who sees enough ids and knows their numbers computes the salt.
; That salt is the key that signs sessions, links to reset passwords and everything else.
;
; ## Write instead
; A salt of its own: `Hashids(salt=settings.HASHIDS_SALT)`.

((call
  function: (_) @_callee) @_call
  (#resolves? @_callee "hashids.Hashids")
  (#argument! @finding @_call "salt" 0)
  (#resolves? @finding "django.conf.settings.SECRET_KEY"))
