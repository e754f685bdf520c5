; DJ285 mixin-order
;
; severity   = "high"
; confidence = "high"
; cwe        = [862]
; message    = "`{finding}` is never asked: the view in front of it answers first"
; since      = "0.1.0"
; owasp      = ["A01:2021"]
; tags       = ["django"]
; in_tests   = "off"
; in_migrations = "off"
; ---
; A mixin protects a view by being asked first: its `dispatch` runs and calls the one of the view.
; Behind the view in the list of bases its `dispatch` is never reached, and the page is open to everybody.
;
; ## Write instead
; Mixins first, the view last: `class Report(LoginRequiredMixin, DetailView)`.
;
; ## Not found
; Views whose bases lie in packages that are not known here.

((class_definition
  superclasses: (argument_list
    (_) @_view
    (_) @finding))
  (#resolves? @finding "django.contrib.auth.mixins.LoginRequiredMixin" "django.contrib.auth.mixins.PermissionRequiredMixin" "django.contrib.auth.mixins.UserPassesTestMixin")
  (#resolves? @_view "django.views.View" "django.views.generic.*")
  (#not-match? @_view "Mixin$")
  (#replace! @_view "{finding}")
  (#replace! @finding "{_view}")
  (#set! fix.title "Put the mixin first")
  (#set! fix.safety safe))

; A view of the project's own, unless it brings the mixin with it.
((class_definition
  superclasses: (argument_list
    (_) @_view
    (_) @finding))
  (#resolves? @finding "django.contrib.auth.mixins.LoginRequiredMixin" "django.contrib.auth.mixins.PermissionRequiredMixin" "django.contrib.auth.mixins.UserPassesTestMixin")
  (#derives? @_view "django.views.View" "django.views.generic.TemplateView" "django.views.generic.ListView" "django.views.generic.DetailView" "django.views.generic.CreateView" "django.views.generic.UpdateView" "django.views.generic.DeleteView" "django.views.generic.FormView" "django.views.generic.RedirectView")
  (#not-derives? @_view "django.contrib.auth.mixins.LoginRequiredMixin" "django.contrib.auth.mixins.PermissionRequiredMixin" "django.contrib.auth.mixins.UserPassesTestMixin")
  (#replace! @_view "{finding}")
  (#replace! @finding "{_view}")
  (#set! fix.title "Put the mixin first")
  (#set! fix.safety safe))
