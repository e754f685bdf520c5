"""DJ514: passwords that no validator has seen."""
from django.contrib.auth.models import User
from rest_framework import serializers
from rest_framework.views import APIView
from django.contrib.auth.password_validation import validate_password


def change(request):
    validate_password(request.POST["password"], request.user)
    request.user.set_password(request.POST["password"])  # expect: DJ514
#   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ "any password will do, also `123`: the validators of the project are not asked"
    request.user.save()


class Change(APIView):
    def post(self, request):
        raw = request.data.get("password")
        validate_password(raw, request.user)
        request.user.set_password(raw)  # expect: DJ514


class UserSerializer(serializers.ModelSerializer):
    def create(self, validated_data):
        user = User(username=validated_data["name"])
        validate_password(validated_data["password"], user)
        user.set_password(validated_data["password"])  # expect: DJ514
        return user


# Fine: the program made it.
def invite(request, user):
    user.set_password(User.objects.make_random_password())


# Fine: a form has asked.
def form(request, user):
    form = PasswordForm(request.POST)
    if form.is_valid():
        user.set_password(request.POST["password"])
