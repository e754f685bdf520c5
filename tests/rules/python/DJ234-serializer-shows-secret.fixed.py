"""DJ234: secrets in answers."""
from rest_framework import serializers

from shop.models import User


class UserSerializer(serializers.ModelSerializer):
    class Meta:
        model = User
        fields = ["id", "name", "password"]  # expect: DJ234  # also: DJ513
        extra_kwargs = {"password": {"write_only": True}}
        #                       ^^^^^^^^^^ ""password" is in every answer of this serializer"


class KeySerializer(UserSerializer):
    class Meta:
        model = User
        fields = ("id", "api_key")  # expect: DJ234
        extra_kwargs = {"id": {"read_only": True}}


# Fine: taken, not shown.
class NewUserSerializer(serializers.ModelSerializer):
    class Meta:
        model = User
        fields = ["id", "password"]  # also: DJ513
        extra_kwargs = {"password": {"write_only": True}}


# Fine: no model behind it.
class LoginSerializer(serializers.Serializer):
    fields = ["name", "password"]
