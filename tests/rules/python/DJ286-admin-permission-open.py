"""DJ286: permissions of the admin that everybody has."""
from django.contrib import admin
from django.contrib.admin import AdminSite


class OrderAdmin(admin.ModelAdmin):
    def has_change_permission(self, request, obj=None):
        return True  # expect: DJ286
        #      ^^^^ "`has_change_permission` says yes to everybody who can open the admin"

    def has_delete_permission(self, request, obj=None):
        return request.user.is_superuser

    # Fine: nobody adds, and everybody sees the application's name.
    def has_add_permission(self, request):
        return False

    def has_module_permission(self, request):
        return True


class LineInline(admin.TabularInline):
    def has_view_permission(self, request, obj=None):
        return True  # expect: DJ286


class Site(AdminSite):
    def has_permission(self, request):
        return True  # expect: DJ286
        #      ^^^^ "every visitor may open this admin: `has_permission` always says yes"


# Fine: something else.
class Policy:
    def has_change_permission(self, request):
        return True
