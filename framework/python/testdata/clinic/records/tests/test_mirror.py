"""The replica of clinic.settings_mirror. With other settings there is none, and all of this is skipped."""
import unittest

from django.conf import settings
from django.db import connections
from django.test import SimpleTestCase, TestCase, TransactionTestCase

from records.models import Kind
from records.tests.sample import DAY

ALIASES = {'records', 'replica'} & set(settings.DATABASES)
needs_replica = unittest.skipUnless('replica' in ALIASES, 'there is no replica')


@needs_replica
class MirrorTests(TestCase):
    databases = ALIASES

    def test_it_has_the_rows_of_migrations(self):
        self.assertEqual(Kind.objects.using('replica').count(), 4)

    def test_it_leads_to_the_same_database(self):
        names = [connections[alias].settings_dict['NAME'] for alias in ('records', 'replica')]
        self.assertEqual(names[0], names[1])

    def test_it_is_read_from_only_when_it_is_named(self):
        self.assertEqual(Kind.objects.first()._state.db, 'records')
        self.assertEqual(Kind.objects.using('replica').first()._state.db, 'replica')


@needs_replica
class CommittedMirrorTests(TransactionTestCase):
    databases = ALIASES

    def test_it_sees_what_is_committed(self):
        kind = Kind.objects.create(name='weight', unit='kg', low=0, high=500)
        kind.result_set.create(patient_number=1, value=70, taken=DAY)
        self.assertEqual(Kind.objects.using('replica').get(result__value=70), kind)

    def test_what_it_saw_is_gone(self):
        self.assertFalse(Kind.objects.using('replica').filter(name='weight').exists())


@needs_replica
class NoMirrorTests(SimpleTestCase):
    def test_it_is_not_to_be_used_without_being_named(self):
        with self.assertRaisesMessage(AssertionError, "add 'replica' to"):
            Kind.objects.using('replica').count()
