"""Moving patients, and what is known of wards, from the cache if it can be."""
from django.core.cache import caches
from django.db import transaction
from django.utils import timezone

from .models import Stay, Ward
from .receivers import moved


class Full(Exception):
    def __init__(self, ward):
        super().__init__('%s is full' % ward)
        self.ward = ward


def overview():
    """Free beds by name of the ward."""
    known = caches['wards'].get('all')
    if known is None:
        known = {ward.name: ward.free_beds() for ward in Ward.objects.all()}
        caches['wards'].set('all', known)
    return known


@transaction.atomic
def move(patient, ward):
    """Ends the patient's stay, if there is one, and begins another. It raises
    Full if there is no free bed."""
    ward = Ward.objects.select_for_update().get(pk=ward.pk)
    old = Stay.objects.filter(patient=patient, until=None).select_related('ward').last()
    if old is not None and old.ward == ward:
        return old
    if ward.free_beds() < 1:
        raise Full(ward)
    now = timezone.now()
    if old is not None:
        old.until = now
        old.save()
    stay = Stay.objects.create(patient=patient, ward=ward, since=now)
    before = old.ward if old is not None else None
    transaction.on_commit(lambda: moved.send(sender=Stay, patient=patient, old=before, new=ward))
    return stay
