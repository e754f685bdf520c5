"""DJ513: passwords that a serializer stores as they were typed."""
from django import forms
from django.contrib.auth import get_user_model
from django.contrib.auth.models import User
from rest_framework import serializers


class UserSerializer(serializers.ModelSerializer):
    class Meta:
        model = User
        fields = ["username", "password"]  # expect: DJ513
        #                     ^^^^^^^^^^ "passwords sent here are stored as they were typed: nothing in this class hashes them"
        extra_kwargs = {"password": {"write_only": True}}


class UserForm(forms.ModelForm):
    class Meta:
        model = get_user_model()
        fields = ("username", "password")  # expect: DJ513


# Fine: it is hashed.
class Hashing(serializers.ModelSerializer):
    class Meta:
        model = User
        fields = ["username", "password"]
        extra_kwargs = {"password": {"write_only": True}}

    def create(self, validated_data):
        return User.objects.create_user(**validated_data)


# Fine: no user, or no password.
class Mailbox(serializers.ModelSerializer):
    class Meta:
        model = Mailbox
        fields = ["host", "password"]
        extra_kwargs = {"password": {"write_only": True}}


class Name(serializers.ModelSerializer):
    class Meta:
        model = User
        fields = ["username"]
