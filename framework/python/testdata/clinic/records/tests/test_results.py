"""Rows in the second database, which a TestCase must name."""
import datetime

from django.db import IntegrityError, connections, router, transaction
from django.db.models import Avg, Count, Max
from django.test import SimpleTestCase, TestCase, TransactionTestCase

from people.models import Patient
from people.tests import sample as people
from records.models import Kind, Result
from records.tests.sample import DAY, result


class RouterTests(SimpleTestCase):
    def test_results_are_in_records(self):
        self.assertEqual((router.db_for_read(Kind), router.db_for_write(Result)), ('records', 'records'))

    def test_patients_are_not(self):
        self.assertEqual((router.db_for_read(Patient), router.db_for_write(Patient)), ('default', 'default'))

    def test_tables_are_where_they_belong(self):
        for alias, model, want in (
            ('default', Patient, True), ('default', Result, False), ('records', Patient, False), ('records', Result, True),
        ):
            with self.subTest(alias=alias, model=model.__name__):
                self.assertIs(router.allow_migrate_model(alias, model), want)

    def test_there_are_two_databases(self):
        self.assertEqual(list(connections)[:2], ['default', 'records'])


class KindTests(TestCase):
    databases = {'records'}

    def test_a_migration_has_made_four(self):
        self.assertEqual([str(k) for k in Kind.objects.all()], ['glucose', 'haemoglobin', 'pulse', 'temperature'])

    def test_units_may_have_any_letters(self):
        self.assertEqual(Kind.objects.get(name='temperature').unit, '°C')

    def test_numbers_are_exact_enough(self):
        self.assertAlmostEqual(Kind.objects.get(name='temperature').low, 36.1)

    def test_names_are_unique(self):
        with self.assertRaises(IntegrityError), transaction.atomic(using='records'):
            Kind.objects.create(name='pulse', unit='', low=0, high=0)

    def test_one_is_removed(self):
        Kind.objects.get(name='pulse').delete()
        self.assertEqual(Kind.objects.count(), 3)

    def test_none_is_missed(self):
        self.assertEqual(Kind.objects.count(), 4)

    def test_the_other_database_is_not_to_be_used(self):
        with self.assertRaisesMessage(AssertionError, "Add 'default' to"):
            Patient.objects.count()


class ResultTests(TestCase):
    databases = {'records'}

    @classmethod
    def setUpTestData(cls):
        cls.normal = result()
        cls.high = result(value=140, taken=DAY + datetime.timedelta(days=1))
        cls.cold = result('temperature', 35.9)

    def test_normal(self):
        self.assertTrue(self.normal.is_normal())

    def test_not_normal(self):
        self.assertFalse(self.high.is_normal())
        self.assertFalse(self.cold.is_normal())

    def test_the_limits_are_normal(self):
        for value, want in (49.9, False), (50, True), (100, True), (100.1, False):
            with self.subTest(value=value):
                self.assertIs(result(value=value).is_normal(), want)

    def test_they_are_ordered_by_day(self):
        self.assertEqual(list(Result.objects.all()), [self.normal, self.cold, self.high])

    def test_they_are_in_records(self):
        self.assertEqual(self.normal._state.db, 'records')
        self.assertEqual(Result.objects.using('records').count(), 3)

    def test_averages(self):
        self.assertEqual(Result.objects.filter(kind__name='pulse').aggregate(a=Avg('value'))['a'], 105)

    def test_counts_by_kind(self):
        counts = Kind.objects.annotate(n=Count('result')).values_list('name', 'n')
        self.assertEqual(dict(counts), {'glucose': 0, 'haemoglobin': 0, 'pulse': 2, 'temperature': 1})

    def test_the_last_of_each_kind(self):
        last = Kind.objects.annotate(last=Max('result__taken')).exclude(last=None).order_by('name')
        self.assertEqual([k.last.day for k in last], [5, 4])

    def test_they_go_with_their_kind(self):
        Kind.objects.get(name='pulse').delete()
        self.assertEqual(list(Result.objects.all()), [self.cold])

    def test_they_are_back(self):
        self.assertEqual(Result.objects.count(), 3)

    def test_queries_are_counted_by_database(self):
        with self.assertNumQueries(1, using='records'):
            list(Result.objects.select_related('kind'))

    def test_in_bulk(self):
        kind = self.normal.kind
        Result.objects.bulk_create(
            [Result(patient_number=i, kind=kind, value=i, taken=DAY) for i in range(50)], batch_size=7)
        self.assertEqual(Result.objects.filter(patient_number__gte=25).count(), 25)

    def test_a_kind_that_is_not_there_is_noticed(self):
        with self.assertRaises(IntegrityError), transaction.atomic(using='records'):
            Result.objects.filter(pk=self.normal.pk).update(kind=4711)
            connections['records'].check_constraints()


class BothTests(TestCase):
    databases = {'default', 'records'}

    @classmethod
    def setUpTestData(cls):
        cls.patient = people.patient()
        cls.result = result(patient_number=cls.patient.pk)

    def test_by_number(self):
        self.assertEqual(Patient.objects.get(pk=self.result.patient_number), self.patient)

    def test_no_key_between_them(self):
        self.patient.delete()
        self.assertEqual(Result.objects.count(), 1)

    def test_transactions_are_apart(self):
        with self.assertRaises(ZeroDivisionError), transaction.atomic(using='records'):
            Result.objects.all().delete()
            people.patient('John Doe')
            1 / 0
        self.assertEqual((Result.objects.count(), Patient.objects.count()), (1, 2))

    def test_both_are_undone_afterwards(self):
        self.assertEqual((Result.objects.count(), Patient.objects.count()), (1, 1))

    def test_callbacks_are_apart(self):
        with self.captureOnCommitCallbacks(using='records', execute=True) as callbacks:
            transaction.on_commit(lambda: None, using='records')
            transaction.on_commit(lambda: self.fail('of the other'), using='default')
        self.assertEqual(len(callbacks), 1)


class AllTests(TestCase):
    databases = '__all__'

    def test_all_may_be_used(self):
        self.assertEqual((Patient.objects.count(), Kind.objects.count()), (0, 4))


class CommittedResultTests(TransactionTestCase):
    databases = {'records'}

    def make(self):
        kind = Kind.objects.create(name='weight', unit='kg', low=0, high=500)
        return Result.objects.create(kind=kind, value=70, patient_number=1, taken=DAY)

    def test_is_committed(self):
        self.make()
        self.assertFalse(connections['records'].in_atomic_block)
        self.assertEqual(Result.objects.count(), 1)

    def test_is_gone_for_the_next(self):
        self.assertEqual(Result.objects.count(), 0)
        self.make()

    def test_a_callback_runs_at_once_outside_of_transactions(self):
        heard = []
        transaction.on_commit(lambda: heard.append(1), using='records')
        self.assertEqual(heard, [1])

    def test_a_key_that_leads_nowhere_is_refused_on_commit(self):
        made = self.make()
        with self.assertRaises(IntegrityError), transaction.atomic(using='records'):
            Result.objects.filter(pk=made.pk).update(kind=4711)
        made.refresh_from_db()
        self.assertEqual(made.kind.name, 'weight')


class SerializedRecordsTests(TransactionTestCase):
    databases = {'records'}
    serialized_rollback = True

    def test_kinds_are_there(self):
        self.assertEqual(Kind.objects.count(), 4)
        Kind.objects.all().delete()

    def test_kinds_are_there_again(self):
        self.assertEqual(Kind.objects.get(name='temperature').unit, '°C')
        Kind.objects.update(unit='')


class SerializedBothTests(TransactionTestCase):
    databases = {'default', 'records'}
    serialized_rollback = True

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        from django.contrib.contenttypes.models import ContentType
        ContentType.objects.all().delete()
        ContentType.objects.clear_cache()

    def test_rows_of_both_are_there(self):
        from people.models import Ward
        self.assertEqual((Ward.objects.count(), Kind.objects.count()), (3, 4))
