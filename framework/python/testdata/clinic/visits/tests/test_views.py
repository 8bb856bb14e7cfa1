import io

from django.core.management import CommandError, call_command
from django.test import LiveServerTestCase, TestCase, TransactionTestCase
from django.urls import reverse

from people.tests import sample as people
from visits.models import Appointment, Reminder
from visits.tests.sample import MONDAY, SUNDAY, appointment, at


class DayTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.doctor = people.doctor()
        appointment(people.patient('John Doe'), cls.doctor, at(10))
        appointment(people.patient(), cls.doctor, at(9))
        appointment(people.patient('Max'), cls.doctor, at(9, day=MONDAY.replace(day=5)))

    def test_all(self):
        self.assertEqual(len(self.client.get('/visits/').json()['visits']), 3)

    def test_of_one_day(self):
        found = self.client.get('/visits/', {'day': '2024-03-04'}).json()['visits']
        self.assertEqual(found, ['Jane Roe, 04.03.2024 09:00', 'John Doe, 04.03.2024 10:00'])

    def test_of_a_day_without_any(self):
        self.assertEqual(self.client.get('/visits/', {'day': '2024-03-06'}).json(), {'visits': []})

    def test_takes_one_query(self):
        with self.assertNumQueries(1):
            self.client.get('/visits/')


class BookViewTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.doctor, cls.patient = people.doctor(), people.patient()

    def post(self, when, **more):
        data = {'patient': self.patient.pk, 'doctor': self.doctor.pk, 'at': when.isoformat(), **more}
        return self.client.post(reverse('book'), data)

    def test_books(self):
        response = self.post(at(9))
        self.assertEqual((response.status_code, response.json()), (201, {'number': Appointment.objects.get().pk}))

    def test_only_once(self):
        self.post(at(9))
        response = self.post(at(9))
        self.assertContains(response, 'Ada Byron has Jane Roe', status_code=409)

    def test_not_on_sundays(self):
        self.assertContains(self.post(at(9, day=SUNDAY)), 'closed', status_code=409)

    def test_not_for_somebody_unknown(self):
        self.assertEqual(self.post(at(9), patient=0).status_code, 404)

    def test_not_by_reading(self):
        self.assertEqual(self.client.get(reverse('book')).status_code, 405)

    def test_what_is_no_time_is_an_error_of_the_server(self):
        with self.assertRaisesMessage(ValueError, 'soon'):
            self.client.post(reverse('book'), {'patient': self.patient.pk, 'doctor': self.doctor.pk, 'at': 'soon'})

    def test_or_a_page_that_says_so(self):
        self.client.raise_request_exception = False
        with self.assertLogs('django.request', 'ERROR'):
            response = self.client.post(
                reverse('book'), {'patient': self.patient.pk, 'doctor': self.doctor.pk, 'at': 'soon'})
        self.assertEqual(response.status_code, 500)


class CancelViewTests(TestCase):
    def test_cancels(self):
        made = appointment()
        self.assertEqual(self.client.post('/visits/%d/cancel/' % made.pk).json(), {'state': 'cancelled'})

    def test_not_twice(self):
        made = appointment(state=Appointment.CANCELLED)
        self.assertEqual(self.client.post('/visits/%d/cancel/' % made.pk).status_code, 409)

    def test_not_what_is_unknown(self):
        self.assertEqual(self.client.post('/visits/0/cancel/').status_code, 404)


class CommittedViewTests(TransactionTestCase):
    def test_books_and_cancels(self):
        doctor, patient = people.doctor(), people.patient()
        number = self.client.post(
            '/visits/book/', {'patient': patient.pk, 'doctor': doctor.pk, 'at': at(9).isoformat()}).json()['number']
        self.client.post('/visits/%d/cancel/' % number)
        self.assertEqual(Appointment.objects.get().state, 'cancelled')


class LiveVisitsTests(LiveServerTestCase):
    def test_the_server_knows_the_day(self):
        from urllib.request import urlopen
        appointment()
        with urlopen(self.live_server_url + '/visits/?day=2024-03-04', timeout=10) as response:
            self.assertIn(b'Jane Roe', response.read())


class RemindTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.appointment = appointment()

    def remind(self, day='2024-03-04'):
        out, err = io.StringIO(), io.StringIO()
        call_command('remind', day, stdout=out, stderr=err)
        return out.getvalue() + err.getvalue()

    def test_writes_reminders(self):
        self.assertEqual(self.remind(), 'reminded Jane Roe, 04.03.2024 09:00\n')
        self.assertEqual(Reminder.objects.get().text, 'Jane Roe, please come')

    def test_once_for_each(self):
        self.remind()
        self.assertEqual(self.remind(), 'nobody to remind\n')
        self.assertEqual(Reminder.objects.count(), 1)

    def test_not_of_other_days(self):
        self.assertEqual(self.remind('2024-03-05'), 'nobody to remind\n')

    def test_not_of_what_is_cancelled(self):
        Appointment.objects.update(state=Appointment.CANCELLED)
        self.remind()
        self.assertFalse(Reminder.objects.exists())

    def test_what_is_no_day(self):
        with self.assertRaisesMessage(CommandError, 'soon is no day'):
            self.remind('soon')

    def test_reminders_go_with_the_appointment(self):
        self.remind()
        self.appointment.delete()
        self.assertFalse(Reminder.objects.exists())
