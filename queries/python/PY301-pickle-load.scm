; PY301 pickle-load
;
; severity   = "medium"
; confidence = "high"
; cwe        = [502]
; message    = "`{callee:name}` runs whatever code the data asks for"
; since      = "0.1.0"
; also       = { bandit = "B301", ruff = "S301", semgrep = ["avoid-pickle", "avoid-cPickle", "avoid-dill", "avoid-shelve", "insecure-deserialization"] }
; ---
; A pickle is a small program: it may name any function and its arguments, and loading runs them.
; Whoever can put bytes into the file, the cache or the request runs code as the server.
;
; ## Write instead
; `json` for plain data, `msgpack` for compact data.
; Where pickle has to stay, sign the bytes with `hmac` and check the signature before loading.
;
; ## When it is fine
; A subclass of `Unpickler` whose `find_class` accepts a fixed list of names is reported as low.
; Constant bytes, and `pickle.loads(pickle.dumps(x))`, which copies an object, are not reported.
;
; ## Not found
; Data of the program itself that was written and read by the same program is reported all the same.

; Constant bytes.
((call
  function: (_) @callee) @finding
  (#resolves? @callee "pickle.loads" "_pickle.loads" "cPickle.loads" "pickle5.loads" "dill.loads" "jsonpickle.decode" "jsonpickle.loads")
  (#argument! @argument @finding "data|string" 0)
  (#constant? @argument)
  (#set! exempt))

; A copy: what is loaded was dumped in the same expression.
((call
  function: (_) @callee
  arguments: (argument_list
    (call
      function: (_) @_dumps))) @finding
  (#resolves? @callee "pickle.loads" "_pickle.loads" "cPickle.loads" "pickle5.loads" "dill.loads")
  (#resolves? @_dumps "pickle.dumps" "_pickle.dumps" "cPickle.dumps" "pickle5.dumps" "dill.dumps")
  (#set! exempt))

; A file of a constant name.
((call
  function: (_) @callee
  arguments: (argument_list
    (call
      function: (_) @_open) @_file)) @finding
  (#resolves? @callee "pickle.load" "_pickle.load" "cPickle.load" "pickle5.load" "dill.load")
  (#resolves? @_open "builtins.open")
  (#argument! @argument @_file "file" 0)
  (#constant? @argument)
  (#set! severity low))

((call
  function: (_) @callee) @finding
  (#resolves? @callee "pandas.read_pickle")
  (#argument! @argument @finding "filepath_or_buffer" 0)
  (#constant? @argument)
  (#set! severity low))

((call
  function: (_) @callee) @finding
  (#resolves? @callee "pickle.load" "pickle.loads" "pickle.Unpickler" "_pickle.load" "_pickle.loads" "_pickle.Unpickler" "cPickle.load" "cPickle.loads" "cPickle.Unpickler" "pickle5.load" "pickle5.loads" "pickle5.Unpickler" "dill.load" "dill.loads" "dill.Unpickler" "shelve.open" "shelve.DbfilenameShelf" "shelve.Shelf" "shelve.BsdDbShelf" "jsonpickle.decode" "jsonpickle.loads" "jsonpickle.unpickler.decode" "jsonpickle.unpickler.Unpickler" "pandas.read_pickle"))

; A reader of our own that chooses what may be named.
([(identifier) (attribute)] @finding
  (#resolves? @finding "pickle.Unpickler" "_pickle.Unpickler" "cPickle.Unpickler" "pickle5.Unpickler" "dill.Unpickler")
  (#reference? @finding)
  (#mentions? "find_class")
  (#set! severity low)
  (#set! confidence medium)
  (#set! message "`{finding:name}` is as safe as the list of names that `find_class` lets through"))

([(identifier) (attribute)] @finding
  (#resolves? @finding "pickle.Unpickler" "_pickle.Unpickler" "cPickle.Unpickler" "pickle5.Unpickler" "dill.Unpickler")
  (#reference? @finding)
  (#set! confidence medium)
  (#set! message "`{finding:name}` runs whatever code the data asks for"))

([(identifier) (attribute)] @finding
  (#resolves? @finding "pickle.load" "pickle.loads" "_pickle.load" "_pickle.loads" "cPickle.load" "cPickle.loads" "pickle5.load" "pickle5.loads" "dill.load" "dill.loads" "jsonpickle.decode" "jsonpickle.loads" "jsonpickle.unpickler.decode" "pandas.read_pickle")
  (#reference? @finding)
  (#set! confidence medium)
  (#set! message "`{finding:name}` is passed on: it runs whatever code the data asks for"))
