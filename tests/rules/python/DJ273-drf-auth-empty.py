"""DJ273: views that do not ask who it is."""
from rest_framework import generics
from rest_framework.permissions import AllowAny, IsAuthenticated
from rest_framework.views import APIView
from shop.permissions import HasKey


class Paid(APIView):
    authentication_classes = []  # expect: DJ273
    #                        ^^ "nobody gets in: without a way to say who they are, everybody is anonymous here"
    permission_classes = [IsAuthenticated]


class Order(APIView):
    permission_classes = [AllowAny]  # also: DJ271
    authentication_classes = ()  # expect: DJ273
    #                        ^^ "nobody is asked who they are, and everybody may write"

    def post(self, request):
        return save(request.data)


class Orders(generics.ListCreateAPIView):
    authentication_classes = []  # expect: DJ273
    permission_classes = [AllowAny]  # also: DJ271


# Fine: it is asked in another way.
class Keyed(APIView):
    authentication_classes = []
    permission_classes = [HasKey]

    def post(self, request):
        return save(request.data)


# Fine: it only shows something.
class Catalogue(generics.ListAPIView):
    authentication_classes = []
    permission_classes = [AllowAny]


# Fine: strangers sign in.
class LoginView(APIView):
    authentication_classes = []
    permission_classes = [AllowAny]  # also: DJ271

    def post(self, request):
        return enter(request.data)
