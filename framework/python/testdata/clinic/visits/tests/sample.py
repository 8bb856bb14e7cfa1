import datetime

from people.tests import sample as people
from visits.models import Appointment

MONDAY = datetime.date(2024, 3, 4)
SUNDAY = datetime.date(2024, 3, 3)


def at(hour, minute=0, day=MONDAY):
    return datetime.datetime(day.year, day.month, day.day, hour, minute, tzinfo=datetime.timezone.utc)


def appointment(patient=None, doctor=None, when=None, **more):
    return Appointment.objects.create(
        patient=patient or people.patient(), doctor=doctor or people.doctor(), at=when or at(9), **more)
