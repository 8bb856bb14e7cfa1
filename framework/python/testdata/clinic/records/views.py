from django.http import FileResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from people.models import Patient

from . import archive
from .models import Document


@csrf_exempt
@require_POST
def upload(request):
    patient = get_object_or_404(Patient, pk=request.POST['patient'])
    if 'file' not in request.FILES:
        return JsonResponse({'error': 'no file'}, status=400)
    made = archive.archive(patient.pk, request.POST['title'], request.FILES['file'])
    return JsonResponse({'number': made.pk, 'checksum': made.checksum}, status=201)


def download(request, number):
    document = get_object_or_404(Document, pk=number)
    return FileResponse(document.file.open('rb'), filename=document.title)
