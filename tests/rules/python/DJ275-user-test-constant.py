"""DJ275: tests of the user that everybody passes."""
from django.contrib.auth.decorators import user_passes_test
from django.contrib.auth.mixins import AccessMixin, LoginRequiredMixin, UserPassesTestMixin
from django.views import View
from django.views.generic import DetailView, TemplateView


@user_passes_test(lambda user: True)  # expect: DJ275
#                              ^^^^ "everybody passes: this test of the user is always true"
def report(request):
    return page(request)


class Report(UserPassesTestMixin, DetailView):
    def test_func(self):
        """Later."""
        return True  # expect: DJ275


class Staff(AccessMixin, TemplateView):  # expect: DJ275
    permission_denied_message = "no"


# Fine: it looks at the user.
@user_passes_test(lambda user: user.is_staff)
def fine(request):
    return page(request)


class Fine(UserPassesTestMixin, DetailView):
    def test_func(self):
        if self.get_object().public:
            return True
        return self.request.user.is_staff


# Fine: it tests by itself, or another mixin does.
class Own(AccessMixin, View):
    def dispatch(self, request):
        if not request.user.is_staff:
            return self.handle_no_permission()
        return super().dispatch(request)


class Other(LoginRequiredMixin, AccessMixin, View):
    pass


# Fine: no test of users.
class Runner:
    def test_func(self):
        return True
