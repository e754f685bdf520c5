"""DJ285: mixins behind the view they should protect."""
from django.contrib.auth.mixins import LoginRequiredMixin, PermissionRequiredMixin
from django.views import View
from django.views.generic import DetailView
from django.views.generic.detail import SingleObjectMixin


class Report(LoginRequiredMixin, DetailView):  # expect: DJ285
#                        ^^^^^^^^^^^^^^^^^^ "`LoginRequiredMixin` is never asked: the view in front of it answers first"
    model = Bill


class Base(View):
    pass


class Own(PermissionRequiredMixin, Base):  # expect: DJ285
    pass


class Both(LoginRequiredMixin, Extra, View):  # expect: DJ285
    pass


# Fine: mixins first.
class Fine(LoginRequiredMixin, DetailView):
    pass


class Protected(LoginRequiredMixin, View):
    pass


class Again(Protected, LoginRequiredMixin):
    pass


# Fine: no view in front of it.
class Mixed(SingleObjectMixin, LoginRequiredMixin, View):
    pass
