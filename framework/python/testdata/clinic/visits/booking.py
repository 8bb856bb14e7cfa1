"""Finding free times, and taking them."""
import datetime
import logging

from django.conf import settings
from django.db import IntegrityError, transaction

from .models import Appointment

logger = logging.getLogger('clinic.visits')


class Taken(Exception):
    pass


def overlaps(begin, minutes, other_begin, other_minutes):
    end = begin + datetime.timedelta(minutes=minutes)
    other_end = other_begin + datetime.timedelta(minutes=other_minutes)
    return begin < other_end and other_begin < end


def is_open(at, minutes=15):
    """Whether the clinic is open all that time; it is closed on Sundays."""
    end = at + datetime.timedelta(minutes=minutes)
    closes = at.replace(hour=settings.CLINIC_CLOSES, minute=0, second=0, microsecond=0)
    return at.weekday() != 6 and at.hour >= settings.CLINIC_OPENS and end <= closes


def slots(day, minutes=15):
    """The beginnings of all times of a day, in UTC."""
    at = datetime.datetime(day.year, day.month, day.day, settings.CLINIC_OPENS, tzinfo=datetime.timezone.utc)
    found = []
    while is_open(at, minutes):
        found.append(at)
        at += datetime.timedelta(minutes=minutes)
    return found


def free_slots(doctor, day, minutes=15):
    taken = Appointment.objects.filter(doctor=doctor, at__date=day).exclude(state=Appointment.CANCELLED)
    taken = list(taken.values_list('at', 'minutes'))
    return [at for at in slots(day, minutes) if not any(overlaps(at, minutes, *other) for other in taken)]


def book(patient, doctor, at, minutes=15):
    """Makes an appointment. It raises ValueError while the clinic is closed,
    and Taken if the doctor has another patient then."""
    if not is_open(at, minutes):
        raise ValueError('%s is closed at %s' % (settings.CLINIC_NAME, at))
    near = datetime.timedelta(hours=12)
    others = Appointment.objects.filter(doctor=doctor, at__range=(at - near, at + near))
    for other in others.exclude(state=Appointment.CANCELLED):
        if overlaps(at, minutes, other.at, other.minutes):
            raise Taken('%s has %s' % (doctor, other))
    try:
        with transaction.atomic():
            made = Appointment.objects.create(patient=patient, doctor=doctor, at=at, minutes=minutes)
    except IntegrityError as e:
        raise Taken('%s is not free at %s' % (doctor, at)) from e
    logger.info('booked %s', made)
    return made
