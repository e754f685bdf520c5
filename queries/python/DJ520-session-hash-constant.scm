; DJ520 session-hash-constant
;
; severity   = "low"
; confidence = "high"
; cwe        = [613]
; message    = "a new password logs nobody out: the hash of the session is always the same"
; since      = "0.1.0"
; owasp      = ["A07:2021"]
; tags       = ["django"]
; in_tests   = "off"
; in_migrations = "off"
; ---
; Django keeps `get_session_auth_hash()` in each session and ends the session when it changes, which it does with the password.
; A constant, or nothing, lets whoever stole a session stay in after the password was changed because of that.
;
; ## Write instead
; Leave the method of `AbstractBaseUser`, or add to what it gives.

((function_definition
  name: (identifier) @_name
  body: (block
    (return_statement
      [(string) (none) (integer) (false) (true)] @finding)) @_body)
  (#any-of? @_name "get_session_auth_hash" "_get_session_auth_hash")
  (#only-statement? @_body "return_statement"))
