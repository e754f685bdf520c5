; DJ230 form-all-fields
;
; severity   = "medium"
; confidence = "high"
; cwe        = [915]
; message    = "every field of the model can be set through this form, also those that are added to the model later"
; since      = "0.1.0"
; also       = { ruff = "DJ007" }
; tags       = ["django"]
; in_tests   = "off"
; in_migrations = "off"
; ---
; `"__all__"` is a list that somebody else writes: a field that the model gets next year (`is_verified`, `owner`, `discount`) is open to whoever posts this form, though no page shows it.
;
; ## Write instead
; The names of the fields that people may change: `fields = ["name", "address"]`.

((assignment
  left: (identifier) @_name
  right: (string) @finding)
  (#value? @finding "__all__")
  (#eq? @_name "fields")
  (#in-class? @finding "django.forms.ModelForm" "django.forms.BaseModelForm" "django.forms.models.ModelForm" "django.forms.models.BaseModelForm" "django.views.generic.CreateView" "django.views.generic.UpdateView" "django.views.generic.edit.CreateView" "django.views.generic.edit.UpdateView" "django.views.generic.edit.ModelFormMixin")
  (#fix! "list-fields" @finding "form")
  (#set! fix.safety unsafe))

((call
  function: (_) @_callee) @_call
  (#resolves? @_callee "django.forms.modelform_factory" "django.forms.models.modelform_factory" "django.forms.modelformset_factory" "django.forms.models.modelformset_factory" "django.forms.inlineformset_factory" "django.forms.models.inlineformset_factory")
  (#argument! @finding @_call "fields")
  (#value? @finding "__all__")
  (#fix! "list-fields" @finding "form")
  (#set! fix.safety unsafe))
