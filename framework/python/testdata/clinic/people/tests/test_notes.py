from django.contrib.contenttypes.models import ContentType
from django.core import serializers
from django.core.management import call_command
from django.test import TestCase

from people.models import Note, Patient, Stay, Ward
from people.tests import sample


class NoteTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.patient = sample.patient()
        cls.note = Note.objects.create(about=cls.patient, text='sleeps badly')

    def test_about_a_patient(self):
        self.assertEqual(Note.objects.get(pk=self.note.pk).about, self.patient)

    def test_about_a_doctor(self):
        doctor = sample.doctor()
        self.assertEqual(Note.objects.create(about=doctor, text='on leave').about, doctor)

    def test_found_from_the_other_side(self):
        self.assertEqual([str(n) for n in self.patient.notes.all()], ['sleeps badly'])

    def test_gone_with_what_they_are_about(self):
        self.patient.delete()
        self.assertEqual([str(n) for n in Note.objects.all()], ['open all night'])

    def test_back_for_the_next_test(self):
        self.assertEqual(Note.objects.count(), 2)

    def test_filtered_by_what_they_are_about(self):
        ward = Ward.objects.get(name='Emergency')
        self.assertEqual(Ward.objects.get(notes__text='open all night'), ward)

    def test_about_nothing_that_is_there(self):
        self.note.object_id = 0
        self.note.save()
        self.assertIsNone(Note.objects.get(pk=self.note.pk).about)

    def test_content_types_are_asked_for_once(self):
        ContentType.objects.clear_cache()
        ContentType.objects.get_for_model(Patient)
        with self.assertNumQueries(0):
            ContentType.objects.get_for_model(Patient)

    def test_prefetched(self):
        Note.objects.create(about=sample.patient('John Doe'), text='snores')
        notes = list(Note.objects.filter(content_type=ContentType.objects.get_for_model(Patient)))
        with self.assertNumQueries(2):
            [str(n.about) for n in Note.objects.filter(pk__in=[n.pk for n in notes]).prefetch_related('about')]


class FixtureTests(TestCase):
    fixtures = ['epidemic']

    def test_rows_are_loaded(self):
        self.assertEqual(Patient.objects.get().name, 'Mary Mallon')

    def test_beside_those_of_migrations(self):
        self.assertEqual(Ward.objects.count(), 4)

    def test_with_their_numbers(self):
        self.assertEqual(Stay.objects.get(pk=90).ward_id, 90)

    def test_new_rows_come_after_them(self):
        self.assertGreater(Ward.objects.create(name='Attic').pk, 90)

    def test_may_be_removed(self):
        Patient.objects.get().delete()
        self.assertFalse(Stay.objects.exists())

    def test_are_loaded_once_for_all(self):
        self.assertEqual(Stay.objects.get().ward.free_beds(), 1)


class SerializersTests(TestCase):
    def test_there_and_back(self):
        sample.patient(phone='1')
        text = serializers.serialize('json', Patient.objects.all())
        Patient.objects.all().delete()
        for found in serializers.deserialize('json', text):
            found.save()
        self.assertEqual(Patient.objects.get().phone, '1')

    def test_loading_by_command(self):
        call_command('loaddata', 'epidemic', verbosity=0)
        self.assertTrue(Patient.objects.filter(pk=90).exists())

    def test_loading_leaves_nothing(self):
        self.assertFalse(Patient.objects.filter(pk=90).exists())
