from django.http import JsonResponse
from django.urls import path

from ward.models import Bed


def beds(request):
    return JsonResponse({'beds': list(Bed.objects.values_list('number', flat=True))})


urlpatterns = [path('beds/', beds)]
