"""DJ271: everybody may write."""
from rest_framework import permissions, viewsets
from rest_framework.decorators import api_view, permission_classes
from rest_framework.permissions import AllowAny, IsAuthenticated
from rest_framework.views import APIView


class OrderViewSet(viewsets.ModelViewSet):
    permission_classes = [AllowAny]  # expect: DJ271
    #                    ^^^^^^^^^^ "everybody, logged in or not, may write through this view"


class Order(APIView):
    permission_classes = (permissions.AllowAny,)  # expect: DJ271

    def post(self, request):
        return save(request.data)


@api_view(["GET", "POST"])
@permission_classes([AllowAny])  # expect: DJ271
def orders(request):
    return save(request.data)


class LoginView(APIView):
    permission_classes = [AllowAny]  # expect: DJ271

    def post(self, request):
        return enter(request.data)


# Fine: it only shows something.
class Catalogue(viewsets.ReadOnlyModelViewSet):
    permission_classes = [AllowAny]


@api_view(["GET"])
@permission_classes([AllowAny])
def catalogue(request):
    return show()


# Fine: who writes is logged in.
class Paid(viewsets.ModelViewSet):
    permission_classes = [IsAuthenticated]
