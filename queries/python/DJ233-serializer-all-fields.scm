; DJ233 serializer-all-fields
;
; severity   = "medium"
; confidence = "high"
; cwe        = [915, 200]
; message    = "every field of the model is shown and can be set here, also those that are added to the model later"
; since      = "0.1.0"
; tags       = ["django"]
; in_tests   = "off"
; in_migrations = "off"
; ---
; What an interface shows and takes is a promise to people outside.
; `"__all__"` leaves it to the model: the next field (`password_hint`, `is_staff`, `purchase_price`) is in every answer, and a request may set it.
;
; ## Write instead
; `fields = ["id", "name", "text"]`, and `read_only_fields` for what is only shown.
;
; ## When it is fine
; Lists of what is left out are low: they forget the next field just the same.

((assignment
  left: (identifier) @_name
  right: (string) @finding)
  (#value? @finding "__all__")
  (#eq? @_name "fields")
  (#in-class? @finding "rest_framework.serializers.ModelSerializer")
  (#fix! "list-fields" @finding "serializer")
  (#set! fix.safety unsafe))

((assignment
  left: (identifier) @_name
  right: (string) @finding)
  (#value? @finding "__all__")
  (#eq? @_name "fields")
  (#in-class? @finding "rest_framework.serializers.HyperlinkedModelSerializer"))

((assignment
  left: (identifier) @_name
  right: (string) @finding)
  (#value? @finding "__all__")
  (#eq? @_name "fields")
  (#in-class? @finding "django_filters.FilterSet" "django_filters.filterset.FilterSet" "django_filters.rest_framework.FilterSet" "django_filters.rest_framework.filterset.FilterSet")
  (#set! message "every field of the model can be asked about here, also those that nobody may see"))

((assignment
  left: (identifier) @_name
  right: (string) @finding)
  (#value? @finding "__all__")
  (#eq? @_name "fields")
  (#in-class? @finding "graphene_django.DjangoObjectType" "graphene_django.types.DjangoObjectType" "ninja.ModelSchema" "ninja.orm.ModelSchema")
  (#set! message "every field of the model is shown here, also those that are added to the model later"))

((assignment
  left: (identifier) @_name
  right: [(list) (tuple)] @finding) @_assignment
  (#eq? @_name "exclude")
  (#in-class? @finding "rest_framework.serializers.ModelSerializer")
  (#not-in-class? @finding "rest_framework.serializers.HyperlinkedModelSerializer")
  (#not-class-binds? @finding "fields")
  (#set! severity low)
  (#set! message "every field that is not named here is shown, also those that are added to the model later")
  (#fix! "list-fields" @_assignment "serializer")
  (#set! fix.safety unsafe))

((assignment
  left: (identifier) @_name
  right: [(list) (tuple)] @finding)
  (#eq? @_name "exclude")
  (#in-class? @finding "rest_framework.serializers.ModelSerializer" "rest_framework.serializers.HyperlinkedModelSerializer" "graphene_django.DjangoObjectType" "graphene_django.types.DjangoObjectType" "ninja.ModelSchema" "ninja.orm.ModelSchema")
  (#not-class-binds? @finding "fields")
  (#set! severity low)
  (#set! message "every field that is not named here is shown, also those that are added to the model later"))
