; DJ257 weak-token
;
; severity   = "medium"
; confidence = "high"
; cwe        = [330]
; message    = "a text of this length can be guessed: it stands for a secret"
; since      = "0.1.0"
; covers     = ["PY311"]
; tags       = ["django"]
; in_tests   = "off"
; in_migrations = "off"
; ---
; A link to reset a password is as safe as the text in it is hard to guess.
; Twelve letters and digits are 71 bits, eight are 47; what follows from a clock or a card number (`uuid1`) is no secret at all.
;
; ## Write instead
; `secrets.token_urlsafe(32)`, `get_random_string(32)`, `uuid.uuid4`.
;
; ## When it is fine
; Numbers that somebody types in (a code of six digits), where attempts are counted and few.

((call
  function: (_) @_callee) @finding @_call
  (#resolves? @_callee "django.utils.crypto.get_random_string")
  (#argument! @_length @_call "length" 0)
  (#number? @_length "<12")
  (#argument! @_letters @_call "allowed_chars" 1)
  (#absent? @_letters)
  (#purpose? @finding "token" "password" "secret" "otp" "nonce" "reset" "invite" "invitation" "activation" "confirmation" "verification" "session" "api key")
  (#set! severity high)
  (#set! fix.safety unsafe)
  (#set! fix.title "Take 32 letters")
  (#replace! @_length "32"))

((call
  function: (_) @_callee) @finding @_call
  (#resolves? @_callee "django.utils.crypto.get_random_string")
  (#argument! @_length @_call "length" 0)
  (#number? @_length "<22")
  (#argument! @_letters @_call "allowed_chars" 1)
  (#absent? @_letters)
  (#purpose? @finding "token" "password" "secret" "otp" "nonce" "reset" "invite" "invitation" "activation" "confirmation" "verification" "session" "api key")
  (#set! fix.safety unsafe)
  (#set! fix.title "Take 32 letters")
  (#replace! @_length "32"))

((keyword_argument
  name: (identifier) @_default
  value: (_) @finding)
  (#resolves? @finding "uuid.uuid1")
  (#eq? @_default "default")
  (#imports? "django")
  (#purpose? @finding "token" "password" "secret" "otp" "nonce" "reset" "invite" "invitation" "activation" "confirmation" "verification" "session" "api key")
  (#set! severity high)
  (#set! message "`uuid1` is made of the clock and the network card: who has seen one guesses the next")
  (#set! fix.safety unsafe)
  (#fix! "use" @finding "uuid.uuid4"))

((keyword_argument
  name: (identifier) @_default
  value: (_) @finding)
  (#resolves? @finding "random.random" "random.randint" "random.getrandbits" "time.time" "time.time_ns" "django.utils.timezone.now")
  (#eq? @_default "default")
  (#imports? "django")
  (#purpose? @finding "token" "password" "secret" "otp" "nonce" "reset" "invite" "invitation" "activation" "confirmation" "verification" "session" "api key")
  (#not-purpose? @finding "created" "at" "date" "time" "expires" "expiry" "used" "sent" "last" "until" "on")
  (#set! severity high)
  (#set! message "who has seen one of these values guesses the next: it stands for a secret"))
