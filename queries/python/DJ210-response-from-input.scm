; DJ210 response-from-input
;
; severity   = "high"
; confidence = "high"
; cwe        = [79]
; message    = "data of the request comes back as HTML without being escaped: who makes the link decides which scripts run"
; since      = "0.1.0"
; also       = { semgrep = ["direct-use-of-httpresponse", "reflected-data-httpresponse", "reflected-data-httpresponsebadrequest"] }
; tags       = ["django"]
; in_tests   = "off"
; in_migrations = "off"
; ---
; A response without a content type is HTML.
; What the request said comes back as part of the page, so a link with a script in it runs that script for whoever follows it, logged in as they are.
;
; ## Write instead
; A template, which escapes what it prints, or `escape(…)`.
; A text that is no page gets its type: `HttpResponse(text, content_type="text/plain")`, or `JsonResponse`.
;
; ## When it is fine
; Other content types, numbers, values that are looked up in a list of allowed ones, and escaped ones are not reported.

((call
  function: (_) @callee) @_call
  (#resolves? @callee "django.http.HttpResponse" "django.http.HttpResponseBadRequest" "django.http.HttpResponseNotFound" "django.http.HttpResponseForbidden" "django.http.HttpResponseServerError" "django.http.HttpResponseGone" "django.http.StreamingHttpResponse")
  (#argument! @finding @_call "content|streaming_content" 0)
  (#argument! @_type @_call "content_type" 1)
  (#absent? @_type)
  (#from-request? @finding)
  (#dynamic? @finding "html")
  (#not-checked? @finding "in" "isdigit" "isalnum" "isidentifier" "fullmatch" "int")
  (#kind? @finding "identifier" "attribute" "subscript" "call")
  (#argument! @argument @_call "content" 0)
  (#set! fix.safety unsafe)
  (#set! fix.title "Escape it")
  (#replace! @finding "{use:django.utils.html.escape}({argument})"))

((call
  function: (_) @callee) @_call
  (#resolves? @callee "django.http.HttpResponse" "django.http.HttpResponseBadRequest" "django.http.HttpResponseNotFound" "django.http.HttpResponseForbidden" "django.http.HttpResponseServerError" "django.http.HttpResponseGone" "django.http.StreamingHttpResponse")
  (#argument! @finding @_call "content|streaming_content" 0)
  (#argument! @_type @_call "content_type" 1)
  (#absent? @_type)
  (#from-request? @finding)
  (#dynamic? @finding "html")
  (#not-checked? @finding "in" "isdigit" "isalnum" "isidentifier" "fullmatch" "int"))

((call
  function: (_) @callee) @_call
  (#resolves? @callee "django.http.HttpResponse" "django.http.HttpResponseBadRequest" "django.http.HttpResponseNotFound" "django.http.HttpResponseForbidden" "django.http.HttpResponseServerError" "django.http.HttpResponseGone" "django.http.StreamingHttpResponse")
  (#argument! @finding @_call "content|streaming_content" 0)
  (#argument! @_type @_call "content_type" 1)
  (#value-match? @_type "(?i)html|svg|xml")
  (#from-request? @finding)
  (#dynamic? @finding "html")
  (#not-checked? @finding "in" "isdigit" "isalnum" "isidentifier" "fullmatch" "int"))

((call
  function: (_) @callee) @_call
  (#resolves? @callee "django.http.HttpResponse" "django.http.HttpResponseBadRequest" "django.http.HttpResponseNotFound" "django.http.HttpResponseForbidden" "django.http.HttpResponseServerError" "django.http.HttpResponseGone" "django.http.StreamingHttpResponse")
  (#argument! @finding @_call "content|streaming_content" 0)
  (#argument! @_type @_call "content_type" 1)
  (#absent? @_type)
  (#builds? @finding)
  (#built-match? @finding "<[a-zA-Z!/]")
  (#dynamic? @finding "html")
  (#set! severity medium)
  (#set! confidence medium)
  (#set! message "values are put into HTML without being escaped"))

((call
  function: (_) @callee) @_call
  (#resolves? @callee "django.http.HttpResponse" "django.http.HttpResponseBadRequest" "django.http.HttpResponseNotFound" "django.http.HttpResponseForbidden" "django.http.HttpResponseServerError" "django.http.HttpResponseGone" "django.http.StreamingHttpResponse")
  (#argument! @finding @_call "content|streaming_content" 0)
  (#argument! @_type @_call "content_type" 1)
  (#value-match? @_type "(?i)html|svg")
  (#builds? @finding)
  (#built-match? @finding "<[a-zA-Z!/]")
  (#dynamic? @finding "html")
  (#set! severity medium)
  (#set! confidence medium)
  (#set! message "values are put into HTML without being escaped"))
