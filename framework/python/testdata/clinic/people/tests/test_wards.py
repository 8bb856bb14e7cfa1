import datetime

from django.core.cache import cache, caches
from django.test import SimpleTestCase, TestCase, TransactionTestCase, override_settings
from django.utils import timezone

from people.models import Stay, Ward
from people.receivers import moved
from people.tests import sample
from people.wards import Full, move, overview


class Heard:
    """Collects what a signal says, while it is used as a context."""

    def __init__(self, signal):
        self.signal, self.all = signal, []

    def __call__(self, sender, **kwargs):
        self.all.append(kwargs)

    def __enter__(self):
        self.signal.connect(self)
        return self.all

    def __exit__(self, *exc):
        self.signal.disconnect(self)


class OverviewTests(TestCase):
    def setUp(self):
        caches['wards'].clear()
        self.addCleanup(caches['wards'].clear)

    def test_free_beds(self):
        self.assertEqual(overview(), {'Emergency': 4, 'Paediatrics': 12, 'Surgery': 20})

    def test_the_second_time_takes_no_query(self):
        overview()
        with self.assertNumQueries(0):
            overview()

    def test_a_new_ward_is_seen(self):
        overview()
        Ward.objects.create(name='Attic', beds=1)
        self.assertEqual(overview()['Attic'], 1)

    def test_a_ward_of_the_test_before_is_not(self):
        self.assertNotIn('Attic', overview())

    def test_a_removed_ward_is_not_seen(self):
        overview()
        Ward.objects.get(name='Surgery').delete()
        self.assertNotIn('Surgery', overview())

    def test_a_stay_takes_a_bed(self):
        overview()
        move(sample.patient(), Ward.objects.get(name='Emergency'))
        self.assertEqual(overview()['Emergency'], 3)

    def test_a_change_without_a_signal_is_not_seen(self):
        overview()
        Ward.objects.update(beds=99)
        self.assertEqual(overview()['Emergency'], 4)


class MoveTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.patient = sample.patient()
        cls.emergency = Ward.objects.get(name='Emergency')
        cls.surgery = Ward.objects.get(name='Surgery')

    def test_the_first_stay(self):
        stay = move(self.patient, self.surgery)
        self.assertEqual((stay.ward, stay.until), (self.surgery, None))

    def test_the_next_ends_the_first(self):
        first, second = move(self.patient, self.emergency), move(self.patient, self.surgery)
        first.refresh_from_db()
        self.assertEqual(first.until, second.since)

    def test_where_somebody_is_already(self):
        self.assertEqual(move(self.patient, self.surgery), move(self.patient, self.surgery))
        self.assertEqual(Stay.objects.count(), 1)

    def test_a_full_ward_takes_nobody(self):
        Ward.objects.filter(pk=self.surgery.pk).update(beds=0)
        move(self.patient, self.emergency)
        with self.assertRaisesMessage(Full, 'Surgery is full'):
            move(self.patient, self.surgery)
        self.assertEqual(self.emergency.free_beds(), 3)

    def test_a_bed_is_free_again_once_it_is_left(self):
        Ward.objects.filter(pk=self.emergency.pk).update(beds=1)
        move(self.patient, self.emergency)
        move(self.patient, self.surgery)
        move(sample.patient('John Doe'), self.emergency)

    def test_wards_know_their_patients_through_stays(self):
        move(self.patient, self.surgery)
        self.assertEqual(list(self.surgery.patients.all()), [self.patient])

    def test_stays_are_in_order_even_within_one_instant(self):
        now = timezone.now()
        stays = [Stay.objects.create(patient=self.patient, ward=w, since=now) for w in (self.surgery, self.emergency)]
        self.assertEqual(list(self.patient.stay_set.all()), stays)

    def test_stays_are_ordered_by_time_before_that(self):
        now = timezone.now()
        late = Stay.objects.create(patient=self.patient, ward=self.surgery, since=now)
        early = Stay.objects.create(patient=self.patient, ward=self.surgery, since=now - datetime.timedelta(days=1))
        self.assertEqual(list(Stay.objects.all()), [early, late])

    def test_nobody_is_told_before_it_is_committed(self):
        with Heard(moved) as heard:
            move(self.patient, self.surgery)
        self.assertEqual(heard, [])

    def test_somebody_is_told_once_it_would_have_been(self):
        with Heard(moved) as heard, self.captureOnCommitCallbacks(execute=True) as callbacks:
            move(self.patient, self.surgery)
        self.assertEqual(len(callbacks), 1)
        self.assertEqual([(h['old'], h['new']) for h in heard], [(None, self.surgery)])


class CommittedMoveTests(TransactionTestCase):
    def setUp(self):
        self.patient = sample.patient()
        self.attic = Ward.objects.create(name='Attic', beds=1)

    def test_somebody_is_told(self):
        with Heard(moved) as heard:
            move(self.patient, self.attic)
        self.assertEqual([h['patient'] for h in heard], [self.patient])

    def test_nobody_is_told_of_what_was_undone(self):
        Ward.objects.update(beds=0)
        with Heard(moved) as heard, self.assertRaises(Full):
            move(self.patient, self.attic)
        self.assertEqual(heard, [])


class CacheTests(SimpleTestCase):
    def setUp(self):
        cache.clear()
        self.addCleanup(cache.clear)

    def test_the_two_are_apart(self):
        cache.set('a', 1)
        self.assertIsNone(caches['wards'].get('a'))

    def test_what_a_test_sets(self):
        self.assertIsNone(cache.get('left'))
        cache.set('left', 1)

    def test_what_a_test_sets_is_gone_for_the_other(self):
        self.assertIsNone(cache.get('left'))
        cache.set('left', 1)

    def test_counters(self):
        cache.set('n', 1)
        cache.incr('n')
        self.assertEqual(cache.get('n'), 2)

    def test_keys_have_prefixes(self):
        caches['wards'].set('a', 1)
        self.addCleanup(caches['wards'].clear)
        self.assertIn('w:1:a', caches['wards']._cache)

    def test_settings_may_name_another(self):
        with override_settings(CACHES={'default': {'BACKEND': 'django.core.cache.backends.dummy.DummyCache'}}):
            cache.set('a', 1)
            self.assertIsNone(cache.get('a'))
