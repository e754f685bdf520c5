# path: shop/urls.py
import debug_toolbar
from debug_toolbar.toolbar import debug_toolbar_urls
from django.conf import settings
from django.urls import include, path

urlpatterns = [
    path("__debug__/", include("debug_toolbar.urls")),  # expect: DJ180
#   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ "pages of a tool for developers have an address in production too"
    path("silk/", include("silk.urls", namespace="silk")),  # expect: DJ180
    path("", include("shop.pages")),
]
urlpatterns.append(path("__debug__/", include(debug_toolbar.urls)))  # expect: DJ180

# Fine: asks itself.
urlpatterns += debug_toolbar_urls()

# Fine: only while developing.
if settings.DEBUG:
    urlpatterns += [path("__debug__/", include("debug_toolbar.urls"))]
urlpatterns += [path("silk/", include("silk.urls"))] if settings.DEBUG else []
