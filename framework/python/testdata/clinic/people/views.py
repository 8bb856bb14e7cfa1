from django.contrib.auth.decorators import login_required, permission_required
from django.http import JsonResponse
from django.shortcuts import get_object_or_404

from .models import Patient
from .wards import overview


def wards(request):
    return JsonResponse({'wards': overview()})


@permission_required('people.view_patient', raise_exception=True)
def patient(request, number):
    found = get_object_or_404(Patient, pk=number)
    return JsonResponse({'name': found.name, 'allergies': [str(a) for a in found.allergies.all()]})


@login_required(login_url='/login/')
def me(request):
    visits = request.session.get('visits', 0) + 1
    request.session['visits'] = visits
    return JsonResponse({'name': request.user.get_username(), 'visits': visits})
