"""DJ274: permissions that say yes to everybody."""
from rest_framework import permissions
from rest_framework.permissions import BasePermission


class IsOwner(BasePermission):
    def has_permission(self, request, view):
        return True  # expect: DJ274
        #      ^^^^ "everybody passes: this permission always says yes"


class IsStaff(permissions.IsAuthenticated):
    def has_permission(self, request, view):
        """To be done."""
        return True  # expect: DJ274


class PerObject(permissions.DjangoObjectPermissions):
    def has_object_permission(self, request, view, obj):
        return True  # expect: DJ274


# Fine: the object decides.
class IsMine(BasePermission):
    def has_permission(self, request, view):
        return True

    def has_object_permission(self, request, view, obj):
        return obj.owner == request.user


# Fine: it looks, or is no permission.
class Looks(BasePermission):
    def has_permission(self, request, view):
        if request.method in permissions.SAFE_METHODS:
            return True
        return request.user.is_staff


class Role:
    def has_permission(self, name):
        return True
