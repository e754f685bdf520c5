; PY311 insecure-random
;
; severity   = "info"
; confidence = "high"
; cwe        = [330]
; message    = "`{callee:name}` can be predicted from earlier results, so it keeps no secret"
; since      = "0.1.0"
; also       = { bandit = "B311", ruff = "S311" }
; in_tests   = "off"
; ---
; The module `random` is made for games and statistics.
; Whoever sees a few hundred results knows all that follow, so a token, a code or a password made with it can be guessed.
;
; ## Write instead
; `secrets.token_urlsafe()` for tokens, `secrets.choice` for a choice, `random.SystemRandom()` for the rest: it has the same methods and cannot be predicted.
;
; ## When it is fine
; Games, sampling, simulations and waiting times need no secret.
; A choice from a fixed list, waiting times, and files that import `numpy`, `torch`, `pygame`, `hypothesis`, `faker` or their like are not reported.
;
; ## Not found
; The methods of a generator object; the place that makes the object is reported instead.

; Simulations, games and test data.
((call
  function: (_) @callee) @finding
  (#resolves? @callee "random.Random" "random.choice" "random.getrandbits" "random.randbytes" "random.random" "random.uniform" "random.triangular" "random.randint" "random.randrange" "random.gauss" "random.normalvariate" "random.lognormvariate" "random.expovariate" "random.vonmisesvariate" "random.gammavariate" "random.betavariate" "random.paretovariate" "random.weibullvariate" "random.binomialvariate" "random.choices" "random.sample" "random.shuffle")
  (#imports? "numpy" "torch" "tensorflow" "keras" "sklearn" "scipy" "pygame" "arcade" "hypothesis" "faker" "factory" "simpy" "mesa" "deap" "locust")
  (#set! exempt))

([(identifier) (attribute)] @finding
  (#resolves? @finding "random.Random" "random.choice" "random.getrandbits" "random.randbytes" "random.random" "random.uniform" "random.triangular" "random.randint" "random.randrange" "random.gauss" "random.normalvariate" "random.lognormvariate" "random.expovariate" "random.vonmisesvariate" "random.gammavariate" "random.betavariate" "random.paretovariate" "random.weibullvariate" "random.binomialvariate" "random.choices" "random.sample" "random.shuffle")
  (#imports? "numpy" "torch" "tensorflow" "keras" "sklearn" "scipy" "pygame" "arcade" "hypothesis" "faker" "factory" "simpy" "mesa" "deap" "locust")
  (#set! exempt))

; One of a few fixed alternatives. A fixed text is no such list: it is the alphabet of a token.
((call
  function: (_) @callee) @finding
  (#resolves? @callee "random.choice" "random.choices" "random.sample")
  (#argument! @_alternatives @finding "seq|population" 0)
  (#constant? @_alternatives)
  (#not-empty? @_alternatives)
  (#not-value-match? @_alternatives "")
  (#not-parent? @finding "comparison_operator")
  (#set! exempt))

; Waiting times.
((call
  function: (_) @callee) @finding
  (#resolves? @callee "random.random" "random.uniform" "random.triangular" "random.randint" "random.randrange" "random.gauss" "random.normalvariate" "random.lognormvariate" "random.expovariate" "random.vonmisesvariate" "random.gammavariate" "random.betavariate" "random.paretovariate" "random.weibullvariate" "random.binomialvariate")
  (#parent? @finding "binary_operator" "unary_operator" "augmented_assignment")
  (#set! exempt))

((call
  function: (_) @callee) @finding
  (#resolves? @callee "random.Random" "random.choice" "random.getrandbits" "random.randbytes" "random.random" "random.uniform" "random.triangular" "random.randint" "random.randrange" "random.gauss" "random.normalvariate" "random.lognormvariate" "random.expovariate" "random.vonmisesvariate" "random.gammavariate" "random.betavariate" "random.paretovariate" "random.weibullvariate" "random.binomialvariate" "random.choices" "random.sample" "random.shuffle")
  (#inside-call? @finding "time.sleep" "asyncio.sleep" "anyio.sleep" "trio.sleep" "gevent.sleep" "eventlet.sleep" "asyncio.wait_for" "asyncio.AbstractEventLoop.call_later")
  (#set! exempt))

((call
  function: (_) @callee) @finding
  (#resolves? @callee "random.random" "random.uniform" "random.triangular" "random.randint" "random.randrange" "random.gauss" "random.normalvariate" "random.lognormvariate" "random.expovariate" "random.vonmisesvariate" "random.gammavariate" "random.betavariate" "random.paretovariate" "random.weibullvariate" "random.binomialvariate")
  (#purpose? @finding "jitter" "delay" "backoff" "sleep" "wait" "pause" "timeout" "interval" "countdown")
  (#set! exempt))

; A seed, set here or elsewhere, makes numbers come again; another generator breaks that for who wants it.
((call
  function: (_) @callee) @finding
  (#resolves? @callee "random.choice")
  (#replace! @callee "{use:secrets.choice}")
  (#set! fix.title "Use `secrets.choice`")
  (#set! fix.safety unsafe))

((call
  function: (_) @callee) @finding
  (#resolves? @callee "random.getrandbits")
  (#argument-count? @finding "==1")
  (#argument! @_n @finding "" 0)
  (#given? @_n)
  (#replace! @callee "{use:secrets.randbits}")
  (#set! fix.title "Use `secrets.randbits`")
  (#set! fix.safety unsafe))

((call
  function: (_) @callee) @finding
  (#resolves? @callee "random.randbytes")
  (#argument-count? @finding "==1")
  (#argument! @_n @finding "" 0)
  (#given? @_n)
  (#replace! @callee "{use:secrets.token_bytes}")
  (#set! fix.title "Use `secrets.token_bytes`")
  (#set! fix.safety unsafe))

((call
  function: (_) @callee) @finding
  (#resolves? @callee "random.randrange")
  (#argument-count? @finding "==1")
  (#argument! @_n @finding "" 0)
  (#given? @_n)
  (#replace! @callee "{use:secrets.randbelow}")
  (#set! fix.title "Use `secrets.randbelow`")
  (#set! fix.safety unsafe))

((call
  function: (_) @callee) @finding
  (#resolves? @callee "random.random" "random.uniform" "random.triangular" "random.randint" "random.randrange" "random.gauss" "random.normalvariate" "random.lognormvariate" "random.expovariate" "random.vonmisesvariate" "random.gammavariate" "random.betavariate" "random.paretovariate" "random.weibullvariate" "random.binomialvariate" "random.choices" "random.sample" "random.shuffle" "random.getrandbits" "random.randbytes")
  (#replace! @callee "{use:random.SystemRandom}().{callee:last}")
  (#set! fix.title "Ask the operating system for the random numbers")
  (#set! fix.safety unsafe))

; A generator made with a seed is meant to repeat.
((call
  function: (_) @callee) @finding
  (#resolves? @callee "random.Random")
  (#argument-count? @finding "==0")
  (#replace! @callee "{use:random.SystemRandom}")
  (#set! fix.title "Use `random.SystemRandom`")
  (#set! fix.safety unsafe))

((call
  function: (_) @callee) @finding
  (#resolves? @callee "random.Random"))

; Passed on to be called by somebody else.
([(identifier) (attribute)] @finding
  (#resolves? @finding "random.choice" "random.getrandbits" "random.randbytes" "random.random" "random.uniform" "random.triangular" "random.randint" "random.randrange" "random.gauss" "random.normalvariate" "random.lognormvariate" "random.expovariate" "random.vonmisesvariate" "random.gammavariate" "random.betavariate" "random.paretovariate" "random.weibullvariate" "random.binomialvariate" "random.choices" "random.sample" "random.shuffle")
  (#reference? @finding)
  (#set! confidence medium)
  (#set! message "`{finding:name}` is passed on: its results can be predicted from earlier ones, so they keep no secret"))
