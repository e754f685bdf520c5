"""DJ255: lists as answers."""
from django.http import JsonResponse


def items(request, rows):
    JsonResponse(rows, None, False)  # expect: DJ255
    return JsonResponse(rows, safe=False)  # expect: DJ255


# Fine: an object.
def fine(request, rows):
    return JsonResponse({"items": rows})


# Fine: as it is by itself.
def safe(request, rows):
    return JsonResponse({"items": rows}, safe=True)
