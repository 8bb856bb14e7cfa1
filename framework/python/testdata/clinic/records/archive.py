"""Keeping documents, and throwing them away."""
import hashlib
import logging

from django.core.files.storage import default_storage
from django.db import transaction
from django.dispatch import Signal

from .models import Document

logger = logging.getLogger('clinic.records')

# Sent with the document as it is stored; a receiver that raises undoes it.
archived = Signal()


class Damaged(Exception):
    pass


def checksum(file):
    digest = hashlib.sha256()
    for chunk in file.chunks():
        digest.update(chunk)
    file.seek(0)
    return digest.hexdigest()


@transaction.atomic(using='records')
def archive(patient_number, title, file):
    document = Document(patient_number=patient_number, title=title, checksum=checksum(file))
    document.file.save(file.name, file, save=False)
    try:
        document.save()
        archived.send(sender=Document, document=document)
    except Exception:
        default_storage.delete(document.file.name)
        raise
    return document


def read(document):
    """The content. It raises Damaged if that is not what was archived."""
    with document.file.open('rb') as file:
        if checksum(file) != document.checksum:
            logger.error('%s is damaged', document)
            raise Damaged(document.title)
        return file.read()


def discard(document):
    """Removes the row, and the file once that is committed."""
    name = document.file.name
    with transaction.atomic(using='records'):
        document.delete()
        transaction.on_commit(lambda: default_storage.delete(name), using='records')
