; PY106 hardcoded-password-funcarg
;
; severity   = "low"
; confidence = "medium"
; cwe        = [259]
; message    = "a secret seems to stand in the source: the argument `{name}`"
; since      = "0.1.0"
; also       = { bandit = "B106", ruff = "S106", semgrep = ["hardcoded-token"] }
; in_tests   = "off"
; ---
; Who can read the source can use the secret: every colleague, every copy of the repository, every image that it is built into.
; It stays in the history when the line is gone, and to change it means to release the program again.
;
; ## Write instead
; `os.environ["NAME"]`, or the secret store of the platform, read when the program starts.
;
; ## When it is fine
; Only names are judged here: placeholders, empty texts and names of fields are left alone, in tests nothing is reported.
;
; ## Not found
; Values with blanks, of the form of a path, a name in `snake_case` or `camelCase`, or of words that the name has too: most of those are texts and names of keys.
; Keys and tokens shorter than 16 characters or without a digit.

; Keys and tokens are long and hold digits; what is short is a name.
((keyword_argument
  name: (identifier) @name
  value: [(string) (concatenated_string) (binary_operator)] @finding)
  (#words? @name "token" "apikey" "api key" "access key" "private key" "auth key")
  (#not-words? @name "password" "pass" "passwd" "pwd" "passphrase" "passcode" "secret" "credential" "credentials")
  (#value-match? @finding "^[^0-9]*$|^.{0,15}$")
  (#set! exempt))

((call
  function: (_) @_callee
  arguments: (argument_list
    (keyword_argument
      name: (identifier) @name
      value: [(string) (concatenated_string) (binary_operator)] @finding)))
  (#not-match? @_callee "(Field|getenv|add_argument|add_option|Option|option|Argument|argument|Column|_|gettext|gettext_lazy|info|warning|error|debug|exception|log)$")
  (#words? @name "password" "pass" "passwd" "pwd" "passphrase" "passcode" "secret" "token" "apikey" "api key" "private key" "access key" "auth key" "credential" "credentials")
  (#not-words? @name "next token" "input token" "output token" "continuation token" "page token" "sync token" "csrf token" "update password" "dummy" "fake" "example" "sample" "mock")
  (#not-last-words? @name "type" "url" "uri" "urls" "name" "names" "field" "fields" "key name" "header" "headers" "prefix" "suffix" "format" "error" "errors" "reason" "status" "expiry" "expires" "expired" "expiration" "expire" "label" "regex" "pattern" "help" "verbose" "path" "file" "filename" "dir" "class" "view" "template" "message" "msg" "text" "title" "description" "placeholder" "prompt" "question" "algorithm" "backend" "validator" "validators" "hasher" "method" "mode" "env" "var" "param" "parameter" "attr" "attribute" "column" "event" "endpoint" "service" "scope" "action" "command" "cmd" "option" "config" "source" "mechanism" "sql" "seconds" "ttl" "days" "minutes" "hours" "length" "len" "size" "count" "limit" "index" "age" "timeout" "id")
  (#constant? @finding)
  (#value-match? @finding ".")
  (#not-value-match? @finding "(?i)^\\W*$|^.$|redacted|%\\(|^\\s|\\s.*\\s|\\s$|^(change[-_ ]?(me|this|it)|replace[-_ ]?(me|this|it)|(to[-_ ]?)?(do|be|set)|x{3,}|\\*+|\\.+|-+|_+|\\?+|#+|<.*>|\\[.*\\]|\\(.*\\)|\\$.*|\\{.*\\}|%.*|@.*|your[-_ ].*|my[-_ ].*|example.*|sample.*|dummy.*|fake.*|placeholder|redacted|hidden|masked|none|null|nil|true|false|yes|no|on|off|unknown|default|optional|required|disabled|unavailable|enabled|auto|str|string|text|bytes|pass|passwd|password|passphrase|pwd)$|^(/|\\./|\\.\\./|https?:|[a-z]+://[^@]*$)|^(x-[a-z-]+|authorization|proxy-authorization|www-authenticate|bearer|basic|digest|token|negotiate)$")
  (#not-value-match? @finding "^_?[a-z][a-z0-9]*([_:-][a-z]+)+[_:-]?$|^[A-Z]+(_[A-Z]+)+$|^[A-Za-z_]+(\\.[A-Za-z_]+)+$|^[a-z]+[0-9]{0,2}([A-Z][a-z]{2,}[0-9]{0,2})+$|^[a-z]+([A-Z][a-z]+)+$|^[A-Z][a-z]+([A-Z][a-z]+)+$")
  (#not-echoes? @finding @name)

  (#match? @finding "^([bB]|[rR][bB])"))

((call
  function: (_) @_callee
  arguments: (argument_list
    (keyword_argument
      name: (identifier) @name
      value: [(string) (concatenated_string) (binary_operator)] @finding)))
  (#not-match? @_callee "(Field|getenv|add_argument|add_option|Option|option|Argument|argument|Column|_|gettext|gettext_lazy|info|warning|error|debug|exception|log)$")
  (#words? @name "password" "pass" "passwd" "pwd" "passphrase" "passcode" "secret" "token" "apikey" "api key" "private key" "access key" "auth key" "credential" "credentials")
  (#not-words? @name "next token" "input token" "output token" "continuation token" "page token" "sync token" "csrf token" "update password" "dummy" "fake" "example" "sample" "mock")
  (#not-last-words? @name "type" "url" "uri" "urls" "name" "names" "field" "fields" "key name" "header" "headers" "prefix" "suffix" "format" "error" "errors" "reason" "status" "expiry" "expires" "expired" "expiration" "expire" "label" "regex" "pattern" "help" "verbose" "path" "file" "filename" "dir" "class" "view" "template" "message" "msg" "text" "title" "description" "placeholder" "prompt" "question" "algorithm" "backend" "validator" "validators" "hasher" "method" "mode" "env" "var" "param" "parameter" "attr" "attribute" "column" "event" "endpoint" "service" "scope" "action" "command" "cmd" "option" "config" "source" "mechanism" "sql" "seconds" "ttl" "days" "minutes" "hours" "length" "len" "size" "count" "limit" "index" "age" "timeout" "id")
  (#constant? @finding)
  (#value-match? @finding ".")
  (#not-value-match? @finding "(?i)^\\W*$|^.$|redacted|%\\(|^\\s|\\s.*\\s|\\s$|^(change[-_ ]?(me|this|it)|replace[-_ ]?(me|this|it)|(to[-_ ]?)?(do|be|set)|x{3,}|\\*+|\\.+|-+|_+|\\?+|#+|<.*>|\\[.*\\]|\\(.*\\)|\\$.*|\\{.*\\}|%.*|@.*|your[-_ ].*|my[-_ ].*|example.*|sample.*|dummy.*|fake.*|placeholder|redacted|hidden|masked|none|null|nil|true|false|yes|no|on|off|unknown|default|optional|required|disabled|unavailable|enabled|auto|str|string|text|bytes|pass|passwd|password|passphrase|pwd)$|^(/|\\./|\\.\\./|https?:|[a-z]+://[^@]*$)|^(x-[a-z-]+|authorization|proxy-authorization|www-authenticate|bearer|basic|digest|token|negotiate)$")
  (#not-value-match? @finding "^_?[a-z][a-z0-9]*([_:-][a-z]+)+[_:-]?$|^[A-Z]+(_[A-Z]+)+$|^[A-Za-z_]+(\\.[A-Za-z_]+)+$|^[a-z]+[0-9]{0,2}([A-Z][a-z]{2,}[0-9]{0,2})+$|^[a-z]+([A-Z][a-z]+)+$|^[A-Z][a-z]+([A-Z][a-z]+)+$")
  (#not-echoes? @finding @name)
  (#replace! @finding "{use:os.environ}[\"{name:upper}\"]")
  (#set! fix.title "Read `{name:upper}` from the environment")
  (#set! fix.safety unsafe))
