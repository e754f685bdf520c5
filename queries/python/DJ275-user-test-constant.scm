; DJ275 user-test-constant
;
; severity   = "high"
; confidence = "high"
; cwe        = [863]
; message    = "everybody passes: this test of the user is always true"
; since      = "0.1.0"
; owasp      = ["A01:2021"]
; tags       = ["django"]
; in_tests   = "off"
; in_migrations = "off"
; ---
; A view behind `user_passes_test` or `UserPassesTestMixin` looks protected, so nobody checks again further in.
; With a test that says yes to everybody, anonymous visitors included, there is no protection at all.
;
; ## Write instead
; A test that looks at the user: `lambda user: user.is_staff`, or `login_required` if any user will do.
;
; ## Not found
; Tests that are always true in other words, such as `user is not None`.

((call
  function: (_) @callee
  arguments: (argument_list
    .
    (lambda
      body: (true) @finding)))
  (#resolves? @callee "django.contrib.auth.decorators.user_passes_test"))

((function_definition
  name: (identifier) @_name
  body: (block
    (return_statement
      (true) @finding)) @_body)
  (#any-of? @_name "test_func" "get_test_func")
  (#only-statement? @_body "return_statement")
  (#in-class? @_name "django.contrib.auth.mixins.UserPassesTestMixin"))

; The base of the mixins offers what they use, and tests nothing.
((class_definition
  superclasses: (argument_list
    (_) @finding
    (_) @_view)) @_class
  (#resolves? @finding "django.contrib.auth.mixins.AccessMixin")
  (#resolves? @_view "django.views.View" "django.views.generic.*")
  (#not-match? @_view "Mixin$")
  (#not-class-mentions? @_class "dispatch" "handle_no_permission" "LoginRequiredMixin" "PermissionRequiredMixin" "UserPassesTestMixin")
  (#set! message "everybody passes: `AccessMixin` by itself tests nothing"))
