from django.core.cache import caches
from django.db.models.signals import post_delete, post_save
from django.dispatch import Signal, receiver

from .models import Stay, Ward

# Sent with the patient, the old ward (or None) and the new one.
moved = Signal()


@receiver([post_save, post_delete], sender=Ward)
@receiver([post_save, post_delete], sender=Stay)
def forget_wards(sender, **kwargs):
    caches['wards'].delete('all')
