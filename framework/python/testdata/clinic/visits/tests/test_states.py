from django.db import transaction
from django.test import SimpleTestCase, TestCase, TransactionTestCase

from visits import states
from visits.models import Appointment
from visits.tests.sample import appointment

BOOKED, CONFIRMED, DONE, CANCELLED = (
    Appointment.BOOKED, Appointment.CONFIRMED, Appointment.DONE, Appointment.CANCELLED)


class CanGoTests(SimpleTestCase):
    def test_from_booked(self):
        self.assertTrue(states.can_go(BOOKED, CONFIRMED))
        self.assertFalse(states.can_go(BOOKED, DONE))

    def test_from_the_end(self):
        for state in DONE, CANCELLED:
            for to in states.NEXT:
                with self.subTest(state=state, to=to):
                    self.assertFalse(states.can_go(state, to))

    def test_nothing_stays(self):
        self.assertFalse(any(states.can_go(state, state) for state in states.NEXT))

    def test_an_unknown_state(self):
        with self.assertRaises(KeyError):
            states.can_go('lost', BOOKED)

    def test_every_state_is_reached(self):
        self.assertEqual({BOOKED}.union(*states.NEXT.values()), set(states.NEXT))


class Listener:
    def __init__(self, test):
        self.heard = []
        states.state_changed.connect(self.hear)
        test.addCleanup(states.state_changed.disconnect, self.hear)

    def hear(self, appointment, old, **kwargs):
        self.heard.append((old, appointment.state))


class GoTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.appointment = appointment()

    def setUp(self):
        self.listener = Listener(self)

    def test_is_saved(self):
        states.go(self.appointment, CONFIRMED)
        self.assertEqual(Appointment.objects.get().state, CONFIRMED)

    def test_saves_nothing_else(self):
        self.appointment.minutes = 55
        states.go(self.appointment, CONFIRMED)
        self.assertEqual(Appointment.objects.get().minutes, 15)

    def test_step_by_step(self):
        for to in CONFIRMED, DONE:
            states.go(self.appointment, to)
        self.assertEqual(Appointment.objects.get().state, DONE)

    def test_refuses_the_impossible(self):
        with self.assertRaisesMessage(states.Impossible, 'booked cannot become done'):
            states.go(self.appointment, DONE)
        self.assertEqual(Appointment.objects.get().state, BOOKED)

    def test_waits_with_telling(self):
        states.go(self.appointment, CONFIRMED)
        self.assertEqual(self.listener.heard, [])

    def test_tells_when_it_is_committed(self):
        with self.captureOnCommitCallbacks(execute=True):
            states.go(self.appointment, CONFIRMED)
        self.assertEqual(self.listener.heard, [(BOOKED, CONFIRMED)])

    def test_has_one_thing_to_tell_for_each(self):
        with self.captureOnCommitCallbacks() as callbacks:
            states.go(self.appointment, CONFIRMED)
            states.go(self.appointment, CANCELLED)
        self.assertEqual(len(callbacks), 2)
        self.assertEqual(self.listener.heard, [])


class CommittedGoTests(TransactionTestCase):
    def setUp(self):
        self.appointment = appointment()
        self.listener = Listener(self)

    def test_tells(self):
        states.go(self.appointment, CONFIRMED)
        self.assertEqual(self.listener.heard, [(BOOKED, CONFIRMED)])

    def test_tells_after_the_outermost_transaction(self):
        with transaction.atomic():
            with transaction.atomic():
                states.go(self.appointment, CONFIRMED)
            self.assertEqual(self.listener.heard, [])
        self.assertEqual(self.listener.heard, [(BOOKED, CONFIRMED)])

    def test_tells_nothing_that_was_rolled_back(self):
        with self.assertRaises(ZeroDivisionError), transaction.atomic():
            states.go(self.appointment, CONFIRMED)
            1 / 0
        self.assertEqual(self.listener.heard, [])
        self.assertEqual(Appointment.objects.get().state, BOOKED)

    def test_tells_nothing_of_a_savepoint_that_was_rolled_back(self):
        with transaction.atomic():
            states.go(self.appointment, CONFIRMED)
            with self.assertRaises(ZeroDivisionError), transaction.atomic():
                states.go(self.appointment, CANCELLED)
                1 / 0
        self.assertEqual(Appointment.objects.get().state, CONFIRMED)
        self.assertEqual(len(self.listener.heard), 1)

    def test_is_in_autocommit(self):
        self.assertTrue(transaction.get_autocommit())
        with self.assertRaises(transaction.TransactionManagementError):
            transaction.set_rollback(True)
