# path: shop/urls.py
from django.conf import settings
from django.conf.urls.static import static
from django.contrib.staticfiles import views as staticfiles
from django.urls import path, re_path
from django.views.static import serve
from django.views import static as files

urlpatterns = [
    re_path(r"^media/(?P<path>.*)$", serve, {"document_root": settings.MEDIA_ROOT}),  # expect: DJ179
#                                    ^^^^^ "files are served by a view that is made for development, in production too"
    path("files/<path:path>", files.serve, {"document_root": folder, "show_indexes": True}),  # expect: DJ179
    path("static/<path:path>", staticfiles.serve, kwargs={"insecure": True}),  # expect: DJ179
    # Fine: it refuses unless `DEBUG` is on.
    path("assets/<path:path>", staticfiles.serve),
]

# Fine: does nothing unless `DEBUG` is on.
urlpatterns += static(settings.MEDIA_URL, document_root=settings.MEDIA_ROOT)

# Fine: only while developing.
if settings.DEBUG:
    urlpatterns += [path("media/<path:path>", serve, {"document_root": settings.MEDIA_ROOT})]
