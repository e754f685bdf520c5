"""DJ221: exemptions that nobody looks for."""
from django.utils.decorators import method_decorator
from django.views import View
from django.views.decorators.csrf import csrf_exempt
from django.views.generic import CreateView
from rest_framework.views import APIView


class Pay(View):
    @method_decorator(csrf_exempt)  # expect: DJ221
    def post(self, request):
        pass


class Make(CreateView):
    @csrf_exempt  # expect: DJ221
    def form_valid(self, form):
        pass


class Orders(APIView):
    # REST framework's views are exempt already.
    @csrf_exempt  # expect: DJ221
    def post(self, request):
        pass


# Fine: here Django looks, so it is another rule's business.
class Hook(View):
    @method_decorator(csrf_exempt)  # expect: DJ220
    def dispatch(self, request):
        pass


# Fine: no view.
class Tool:
    @method_decorator(len)
    def post(self):
        pass
