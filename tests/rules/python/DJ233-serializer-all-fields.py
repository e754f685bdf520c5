"""DJ233: interfaces of all fields."""

# project: a model that is seen

# file: shop/models.py
from django.db import models


class Order(models.Model):
    name = models.CharField(max_length=40)
    owner = models.ForeignKey("Buyer", on_delete=models.CASCADE)
    made = models.DateTimeField(auto_now_add=True)
# file: shop/api.py
from django_filters import rest_framework as filters
from graphene_django import DjangoObjectType
from rest_framework import serializers

from shop.models import Order


class OrderSerializer(serializers.ModelSerializer):
    class Meta:
        model = Order
        fields = "__all__"  # expect: DJ233
        #        ^^^^^^^^^ "every field of the model is shown and can be set here, also those that are added to the model later"


class FullSerializer(serializers.ModelSerializer):
    total = serializers.SerializerMethodField()

    class Meta:
        model = Order
        exclude = ["owner"]  # expect: DJ233


class OrderFilter(filters.FilterSet):
    class Meta:
        model = Order
        fields = "__all__"  # expect: DJ233


class OrderType(DjangoObjectType):
    class Meta:
        model = Order
        exclude = ("owner",)  # expect: DJ233


# Fine: the fields are named.
class NamedSerializer(serializers.ModelSerializer):
    class Meta:
        model = Order
        fields = ["id", "name"]


# Fine: no interface.
class Other:
    class Meta:
        fields = "__all__"
