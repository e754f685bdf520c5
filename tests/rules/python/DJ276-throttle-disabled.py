"""DJ276: passwords that can be tried without end."""
from rest_framework.decorators import api_view, throttle_classes
from rest_framework.throttling import ScopedRateThrottle
from rest_framework.views import APIView


class LoginView(APIView):
    throttle_classes = []  # expect: DJ276
    #                  ^^ "passwords and codes can be tried without end: requests are not limited here"


@api_view(["POST"])
@throttle_classes([])  # expect: DJ276
def reset_password(request):
    return send(request.data)


# Fine: nothing is tried there.
class CatalogueView(APIView):
    throttle_classes = []


# Fine: it is limited.
class TokenView(APIView):
    throttle_classes = [ScopedRateThrottle]
    throttle_scope = "login"
