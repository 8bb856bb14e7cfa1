import datetime

from django.http import JsonResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from people.models import Doctor, Patient

from . import booking, states
from .models import Appointment


def day(request):
    appointments = Appointment.objects.select_related('patient')
    if 'day' in request.GET:
        appointments = appointments.filter(at__date=request.GET['day'])
    return JsonResponse({'visits': [str(a) for a in appointments]})


@csrf_exempt
@require_POST
def book(request):
    patient = get_object_or_404(Patient, pk=request.POST['patient'])
    doctor = get_object_or_404(Doctor, pk=request.POST['doctor'])
    at = datetime.datetime.fromisoformat(request.POST['at'])
    try:
        made = booking.book(patient, doctor, at)
    except (booking.Taken, ValueError) as e:
        return JsonResponse({'error': str(e)}, status=409)
    return JsonResponse({'number': made.pk}, status=201)


@csrf_exempt
@require_POST
def cancel(request, number):
    appointment = get_object_or_404(Appointment, pk=number)
    try:
        states.go(appointment, Appointment.CANCELLED)
    except states.Impossible as e:
        return JsonResponse({'error': str(e)}, status=409)
    return JsonResponse({'state': appointment.state})
