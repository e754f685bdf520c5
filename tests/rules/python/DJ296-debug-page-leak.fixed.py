"""DJ296: details of errors in the answer."""
import sys
import traceback

from django.core.exceptions import ValidationError
from django.db import DatabaseError
from django.http import HttpResponse, JsonResponse
from django.views.debug import technical_500_response
from rest_framework.response import Response


def view(request):
    try:
        return HttpResponse(work(request))
    except DatabaseError as error:
        return HttpResponse("An internal error occurred", status=500)  # expect: DJ296
        #                   ^^^^^^^^^^^^^^^^^^ "visitors see how the program is made: details of an error go into the answer"
    except (OSError, KeyError) as error:
        return HttpResponse("An internal error occurred")  # expect: DJ296
    except Exception as e:
        if request.GET:
            return JsonResponse({"ok": False, "error": "An internal error occurred"}, status=500)  # expect: DJ296
        if request.POST:
            return Response({"error": "An internal error occurred"})  # expect: DJ296
        return HttpResponse("<pre>" + "An internal error occurred" + "</pre>")  # expect: DJ296  # also: DJ210


def handler500(request):
    return technical_500_response(request, *sys.exc_info())  # expect: DJ296


# Fine: made for visitors, or not shown to them.
def fine(request):
    try:
        return HttpResponse(work(request))
    except ValidationError as error:
        return JsonResponse({"error": str(error)})
    except Exception as error:
        logger.error(traceback.format_exc())
        logger.error(str(error))
        return HttpResponse("Something went wrong", status=500)


# Fine: for the people who run it.
def staff(request):
    if request.user.is_superuser:
        return technical_500_response(request, *sys.exc_info())
