"""Rows for tests, with as little said as can be."""
import datetime

from people.models import Doctor, Patient, Ward

BORN = datetime.date(1980, 6, 15)


def doctor(name='Ada Byron', licence='L-1', ward='Surgery'):
    ward, _ = Ward.objects.get_or_create(name=ward)
    return Doctor.objects.create(name=name, licence=licence, ward=ward)


def patient(name='Jane Roe', born=BORN, **more):
    return Patient.objects.create(name=name, born=born, **more)
