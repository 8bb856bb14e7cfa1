import datetime

from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.test import SimpleTestCase, TestCase, override_settings, skipUnlessDBFeature

from people.tests import sample as people
from visits.booking import Taken, book, free_slots, is_open, overlaps, slots
from visits.models import Appointment
from visits.tests.sample import MONDAY, SUNDAY, appointment, at


class OverlapsTests(SimpleTestCase):
    def check(self, first, second, want):
        for one, other in (first, second), (second, first):
            with self.subTest(one=one, other=other):
                self.assertIs(overlaps(at(*one[0]), one[1], at(*other[0]), other[1]), want)

    def test_the_same(self):
        self.check(((9,), 15), ((9,), 15), True)

    def test_one_after_the_other(self):
        self.check(((9,), 15), ((9, 15), 15), False)

    def test_one_within_the_other(self):
        self.check(((9,), 60), ((9, 15), 15), True)

    def test_far_apart(self):
        self.check(((9,), 15), ((17,), 15), False)

    def test_by_a_minute(self):
        self.check(((9,), 16), ((9, 15), 15), True)


class OpenTests(SimpleTestCase):
    def test_at_eight(self):
        self.assertTrue(is_open(at(8)))

    def test_not_before(self):
        self.assertFalse(is_open(at(7, 59)))

    def test_until_six(self):
        self.assertTrue(is_open(at(17, 45)))
        self.assertFalse(is_open(at(17, 46)))

    def test_not_on_sundays(self):
        self.assertFalse(is_open(at(9, day=SUNDAY)))

    @override_settings(CLINIC_OPENS=6, CLINIC_CLOSES=7)
    def test_as_settings_say(self):
        self.assertEqual([is_open(at(hour)) for hour in (5, 6, 7)], [False, True, False])

    def test_slots_of_a_day(self):
        self.assertEqual(len(slots(MONDAY)), 40)
        self.assertEqual(len(slots(MONDAY, 60)), 10)

    def test_slots_of_a_sunday(self):
        self.assertEqual(slots(SUNDAY), [])

    @override_settings(CLINIC_CLOSES=9)
    def test_slots_of_a_short_day(self):
        self.assertEqual([s.minute for s in slots(MONDAY)], [0, 15, 30, 45])


class FreeSlotsTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.doctor = people.doctor()
        cls.first = appointment(doctor=cls.doctor, when=at(9))

    def test_all_but_what_is_taken(self):
        free = free_slots(self.doctor, MONDAY)
        self.assertEqual(len(free), 39)
        self.assertNotIn(at(9), free)

    def test_long_ones_must_not_reach_into_it(self):
        self.assertEqual(free_slots(self.doctor, MONDAY, 60)[:2], [at(8), at(10)])

    def test_what_was_cancelled_is_free(self):
        self.first.state = Appointment.CANCELLED
        self.first.save()
        self.assertEqual(len(free_slots(self.doctor, MONDAY)), 40)

    def test_other_days_are_free(self):
        self.assertEqual(len(free_slots(self.doctor, MONDAY + datetime.timedelta(days=1))), 40)

    def test_other_doctors_are_free(self):
        self.assertEqual(len(free_slots(people.doctor('Eve', 'L-2'), MONDAY)), 40)

    def test_takes_one_query(self):
        with self.assertNumQueries(1):
            free_slots(self.doctor, MONDAY)


class BookTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.doctor, cls.patient = people.doctor(), people.patient()

    def test_makes_an_appointment(self):
        made = book(self.patient, self.doctor, at(9))
        self.assertEqual(Appointment.objects.get(), made)
        self.assertEqual(made.state, Appointment.BOOKED)

    def test_is_logged(self):
        with self.assertLogs('clinic.visits', 'INFO') as logs:
            book(self.patient, self.doctor, at(9))
        self.assertEqual(logs.output, ['INFO:clinic.visits:booked Jane Roe, 04.03.2024 09:00'])

    def test_not_twice(self):
        book(self.patient, self.doctor, at(9))
        with self.assertRaisesMessage(Taken, 'Ada Byron has Jane Roe, 04.03.2024 09:00'):
            book(people.patient('John Doe'), self.doctor, at(9, 10))

    def test_side_by_side(self):
        book(self.patient, self.doctor, at(9))
        book(self.patient, self.doctor, at(9, 15))
        self.assertEqual(Appointment.objects.count(), 2)

    def test_not_while_it_is_closed(self):
        with self.assertRaisesMessage(ValueError, 'Riverside is closed'):
            book(self.patient, self.doctor, at(9, day=SUNDAY))

    @override_settings(CLINIC_NAME='Hillside')
    def test_not_while_another_is_closed(self):
        with self.assertRaisesMessage(ValueError, 'Hillside is closed'):
            book(self.patient, self.doctor, at(3))

    def test_a_cancelled_one_keeps_its_time(self):
        # The database knows of no states, and allows one at a time.
        appointment(self.patient, self.doctor, state=Appointment.CANCELLED)
        with self.assertRaisesMessage(Taken, 'is not free') as caught:
            book(self.patient, self.doctor, at(9))
        self.assertIsInstance(caught.exception.__cause__, IntegrityError)

    def test_goes_on_after_that(self):
        appointment(self.patient, self.doctor, state=Appointment.CANCELLED)
        with self.assertRaises(Taken):
            book(self.patient, self.doctor, at(9))
        book(self.patient, self.doctor, at(10))

    def test_with_two_doctors(self):
        book(self.patient, self.doctor, at(9))
        book(self.patient, people.doctor('Eve', 'L-2'), at(9))


class ConstraintTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.first = appointment()

    def test_a_doctor_has_one_at_a_time(self):
        with self.assertRaises(IntegrityError), transaction.atomic():
            appointment(self.first.patient, self.first.doctor)

    @skipUnlessDBFeature('supports_table_check_constraints')
    def test_it_takes_five_minutes(self):
        with self.assertRaises(IntegrityError), transaction.atomic():
            Appointment.objects.filter(pk=self.first.pk).update(minutes=4)

    def test_it_may_take_exactly_five(self):
        Appointment.objects.update(minutes=5)

    def test_a_patient_that_is_not_there_is_noticed(self):
        with self.assertRaises(IntegrityError), transaction.atomic():
            Appointment.objects.filter(pk=self.first.pk).update(patient=4711)
            connection.check_constraints()

    @skipUnlessDBFeature('supports_forward_references')
    def test_a_patient_may_come_afterwards(self):
        Appointment.objects.filter(pk=self.first.pk).update(patient=4711)
        people.patient(pk=4711)
        connection.check_constraints()

    def test_appointments_go_with_their_patient(self):
        self.first.patient.delete()
        self.assertFalse(Appointment.objects.exists())

    def test_and_are_back(self):
        self.assertTrue(Appointment.objects.exists())

    def test_validation_knows_nothing_of_them(self):
        self.first.minutes = 1
        self.first.full_clean()

    def test_validation_knows_fields(self):
        self.first.state = 'forgotten about'
        with self.assertRaises(ValidationError):
            self.first.full_clean()
