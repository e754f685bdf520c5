# path: shop/urls.py
from django.conf import settings
from django.contrib import admin
from django.urls import path, re_path

urlpatterns = [
    path("admin/", admin.site.urls),  # expect: DJ178
#        ^^^^^^^^ "the login of the admin is where everybody looks for it"
    re_path(r"^admin/", admin.site.urls),  # expect: DJ178
    # Fine: a path of its own.
    path(settings.ADMIN_PATH, admin.site.urls),
    path("back-office/", admin.site.urls),
    # Fine: something else there.
    path("admin/", overview),
]
