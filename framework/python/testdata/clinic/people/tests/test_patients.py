import datetime

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Count, ProtectedError
from django.test import TestCase

from people.models import Allergy, Doctor, Patient, Ward
from people.tests import sample


class PatientTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.doctor = sample.doctor()
        cls.jane = sample.patient(doctor=cls.doctor)
        cls.john = sample.patient('john doe', datetime.date(2012, 1, 31), phone='030 / 12 34')
        cls.jane.allergies.set(Allergy.objects.filter(name__in=['nuts', 'latex']))

    def test_names_are_normal_when_saved(self):
        self.assertEqual(self.john.name, 'John Doe')

    def test_telephone_numbers_are_normal_when_saved(self):
        self.assertEqual(Patient.objects.get(pk=self.john.pk).phone, '0301234')

    def test_what_is_no_telephone_number_is_not_saved(self):
        with self.assertRaises(ValueError):
            sample.patient('Max', phone='none')
        self.assertEqual(Patient.objects.count(), 2)

    def test_they_are_ordered_by_name(self):
        sample.patient('Adam Ant')
        self.assertEqual([p.name for p in Patient.objects.all()], ['Adam Ant', 'Jane Roe', 'John Doe'])

    def test_those_of_the_same_name_are_ordered_as_they_came(self):
        twins = [sample.patient('Kim'), sample.patient('Kim')]
        self.assertEqual(list(Patient.objects.filter(name='Kim')), twins)

    def test_active_ones(self):
        self.jane.active = False
        self.jane.save()
        self.assertEqual(list(Patient.objects.active()), [self.john])

    def test_a_change_by_the_test_before_is_not_seen(self):
        self.assertTrue(self.jane.active)
        self.assertEqual(Patient.objects.active().count(), 2)

    def test_born_before(self):
        self.assertEqual(list(Patient.objects.born_before(datetime.date(2000, 1, 1))), [self.jane])

    def test_allergic_to(self):
        self.assertEqual(list(Patient.objects.allergic_to('nuts')), [self.jane])
        self.assertFalse(Patient.objects.allergic_to('penicillin').exists())

    def test_allergies_are_ordered(self):
        self.assertEqual([str(a) for a in self.jane.allergies.all()], ['latex', 'nuts'])

    def test_allergies_know_their_patients(self):
        counts = Allergy.objects.annotate(n=Count('patients')).values_list('name', 'n')
        self.assertEqual(dict(counts), {'latex': 1, 'nuts': 1, 'penicillin': 0})

    def test_all_without_further_queries(self):
        with self.assertNumQueries(2):
            for patient in Patient.objects.prefetch_related('allergies'):
                list(patient.allergies.all())

    def test_they_outlive_their_doctor(self):
        self.doctor.delete()
        self.jane.refresh_from_db()
        self.assertIsNone(self.jane.doctor)

    def test_objects_of_the_class_are_copies(self):
        self.jane.name = 'Somebody Else'

    def test_objects_of_the_class_are_as_they_were(self):
        self.assertEqual(self.jane.name, 'Jane Roe')

    def test_a_birthday_is_needed(self):
        with self.assertRaises(IntegrityError), transaction.atomic():
            Patient.objects.create(name='Nobody', born=None)

    def test_validation_names_the_fields(self):
        with self.assertRaises(ValidationError) as caught:
            Patient(name='', born=None).full_clean()
        self.assertEqual(set(caught.exception.message_dict), {'name', 'born'})


class DoctorTests(TestCase):
    def test_licences_are_unique(self):
        sample.doctor()
        with self.assertRaises(IntegrityError), transaction.atomic():
            sample.doctor('Eve')
        self.assertEqual(Doctor.objects.count(), 1)

    def test_a_ward_with_doctors_stays(self):
        ward = sample.doctor().ward
        with self.assertRaises(ProtectedError):
            ward.delete()

    def test_a_ward_without_goes(self):
        Ward.objects.get(name='Paediatrics').delete()
        self.assertEqual(Ward.objects.count(), 2)

    def test_they_know_their_patients(self):
        doctor = sample.doctor()
        sample.patient('B', doctor=doctor)
        sample.patient('A', doctor=doctor)
        self.assertEqual([p.name for p in doctor.patients.all()], ['A', 'B'])

    def test_they_may_be_moved(self):
        doctor = sample.doctor()
        doctor.ward = Ward.objects.get(name='Emergency')
        doctor.save()
        self.assertEqual(list(Doctor.objects.filter(ward__floor=0)), [doctor])
