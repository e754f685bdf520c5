"""DJ272: lists of permissions with nothing in them."""
from rest_framework.decorators import api_view, permission_classes
from rest_framework.permissions import IsAuthenticated
from rest_framework.views import APIView
from rest_framework.permissions import AllowAny


class Order(APIView):
    permission_classes = [IsAuthenticated]  # expect: DJ272
    #                    ^^ "everybody may use this view: an empty list asks for no permission at all"


class Paid(APIView):
    permission_classes = [IsAuthenticated]  # expect: DJ272


class Comma(APIView):
    permission_classes = (IsAuthenticated,)  # expect: DJ272
    #                    ^^^^^^^^^^^^^^^^^ "every request fails: without a comma this is a class, no tuple"


class TokenView(APIView):
    permission_classes = [AllowAny]  # expect: DJ272


@api_view(["GET"])
@permission_classes([IsAuthenticated])  # expect: DJ272
def orders(request):
    return show()


@api_view(["POST"])
@permission_classes([AllowAny])  # expect: DJ272
def login(request):
    return show()


# Fine: something is asked for.
class Fine(APIView):
    permission_classes = (IsAuthenticated,)


# Fine: it is not known what is in it.
class Known(APIView):
    permission_classes = POLICY
