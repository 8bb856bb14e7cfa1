"""Using databases as one must not."""
from django.db import connections, transaction
from django.test import SimpleTestCase, TestCase, TransactionTestCase, tag

from people.models import Ward
from records.models import Kind


@tag('pitfall')
class ForbiddenTests(TestCase):
    def test_a_database_that_is_not_named(self):
        Kind.objects.count()

    def test_a_connection_that_is_not_named(self):
        # It passes, since that one has been open since the database was made.
        connections['records'].ensure_connection()

    def test_after_an_error_within_a_transaction(self):
        try:
            Ward.objects.create(name='Surgery')
        except Exception:
            pass
        Ward.objects.count()

    def test_with_more_queries_than_were_said(self):
        with self.assertNumQueries(1):
            Ward.objects.count()
            Ward.objects.count()

    def test_committing(self):
        transaction.commit()


@tag('pitfall')
class NoDatabaseTests(SimpleTestCase):
    def test_any_database(self):
        Ward.objects.count()


@tag('pitfall')
class CommittedTests(TransactionTestCase):
    def test_fails_with_rows_committed(self):
        Ward.objects.create(name='Attic')
        self.fail('the rows must go even so')

    def test_finds_none_of_them(self):
        self.assertFalse(Ward.objects.filter(name='Attic').exists())
