; DJ288 client-ip-trust
;
; severity   = "medium"
; confidence = "medium"
; cwe        = [348]
; message    = "visitors choose their own address: the first one in this header is what they sent"
; since      = "0.1.0"
; owasp      = ["A07:2021"]
; tags       = ["django"]
; in_tests   = "off"
; in_migrations = "off"
; ---
; `X-Forwarded-For` is a list: each proxy adds the address it was called from at its end.
; What stands first came with the request, and a visitor writes there what they like: a limit of attempts, a list of allowed addresses or a log that goes by it is deceived.
;
; ## Write instead
; `REMOTE_ADDR`, or the address that your own proxy added: with one proxy, the last.
;
; ## When it is fine
; Where the proxy in front replaces the header instead of adding to it.
;
; ## Not found
; Addresses that a function elsewhere has read.

((subscript
  value: (call
    function: (attribute
      object: (_) @_header
      attribute: (identifier) @_split))
  subscript: (integer) @_first) @finding
  (#mentions? "HTTP_X_FORWARDED_FOR" "Forwarded")
  (#imports? "django" "rest_framework")
  (#any-of? @_split "split" "partition")
  (#eq? @_first "0")
  (#match? @_header "(?i)x.forwarded.for"))

((subscript
  value: (call
    function: (attribute
      object: (identifier) @_header
      attribute: (identifier) @_split))
  subscript: (integer) @_first) @finding
  (#mentions? "HTTP_X_FORWARDED_FOR" "Forwarded")
  (#imports? "django" "rest_framework")
  (#any-of? @_split "split" "partition")
  (#eq? @_first "0")
  (#assigned-match? @_header "(?i)x.forwarded.for"))

; An allow-list or a comparison with the header itself.
((comparison_operator
  (call
    function: (attribute
      object: (_) @_headers
      attribute: (identifier) @_get)
    arguments: (argument_list
      .
      (string) @_key)) @finding)
  (#value-match? @_key "(?i)^(HTTP_)?(X[-_]FORWARDED[-_]FOR|X[-_]REAL[-_]IP|X[-_]CLIENT[-_]IP|CF[-_]CONNECTING[-_]IP|TRUE[-_]CLIENT[-_]IP)$")
  (#eq? @_get "get")
  (#match? @_headers "(META|headers)$")
  (#imports? "django" "rest_framework")
  (#set! message "visitors choose their own address: this header is what they sent, unless a proxy replaces it"))

((comparison_operator
  (subscript
    value: (_) @_headers
    subscript: (string) @_key) @finding)
  (#value-match? @_key "(?i)^(HTTP_)?(X[-_]FORWARDED[-_]FOR|X[-_]REAL[-_]IP|X[-_]CLIENT[-_]IP|CF[-_]CONNECTING[-_]IP|TRUE[-_]CLIENT[-_]IP)$")
  (#match? @_headers "(META|headers)$")
  (#imports? "django" "rest_framework")
  (#set! message "visitors choose their own address: this header is what they sent, unless a proxy replaces it"))
