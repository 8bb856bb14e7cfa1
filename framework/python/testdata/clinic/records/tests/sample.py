import datetime
import tempfile

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import override_settings

from records.models import Kind, Result

DAY = datetime.date(2024, 3, 4)


def result(kind='pulse', value=70, patient_number=1, taken=DAY):
    return Result.objects.create(
        kind=Kind.objects.get(name=kind), value=value, patient_number=patient_number, taken=taken)


def letter(content=b'Dear colleague', name='letter.txt'):
    return SimpleUploadedFile(name, content, 'text/plain')


class OwnMedia:
    """For a TestCase: each of its tests has a folder of its own for files."""

    def setUp(self):
        super().setUp()
        folder = tempfile.TemporaryDirectory(prefix='clinic-media-')
        self.addCleanup(folder.cleanup)
        self.media = folder.name
        settings = override_settings(MEDIA_ROOT=folder.name)
        settings.enable()
        self.addCleanup(settings.disable)
