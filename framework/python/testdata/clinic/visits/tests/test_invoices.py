"""Numbers that the database gives, a trigger, and rows that lock each other."""
import threading
from decimal import Decimal

from django.db import IntegrityError, connection, transaction
from django.db.models import F, Sum
from django.test import TestCase, TransactionTestCase, skipUnlessDBFeature

from people.tests import sample as people
from visits.models import Invoice, InvoiceChange
from visits.tests.sample import appointment, at


def invoice(amount='20.00', hour=9, doctor=None):
    return Invoice.objects.create(appointment=appointment(doctor=doctor, when=at(hour)), amount=Decimal(amount))


class InvoiceTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.doctor = people.doctor()
        cls.first = invoice(doctor=cls.doctor)

    def test_numbers_ascend(self):
        second = invoice(doctor=self.doctor, hour=10)
        self.assertGreater(second.number, self.first.number)

    def test_numbers_are_the_key(self):
        self.assertEqual(self.first.pk, self.first.number)
        self.assertEqual(str(self.first), 'invoice %d' % self.first.number)

    def test_one_for_each_appointment(self):
        with self.assertRaises(IntegrityError), transaction.atomic():
            Invoice.objects.create(appointment=self.first.appointment, amount=1)

    def test_cents_are_exact(self):
        invoice('0.10', 10, self.doctor)
        invoice('0.20', 11, self.doctor)
        total = Invoice.objects.exclude(pk=self.first.pk).aggregate(total=Sum('amount'))['total']
        self.assertEqual(total, Decimal('0.30'))

    def test_an_appointment_knows_its_own(self):
        self.assertEqual(self.first.appointment.invoice, self.first)

    def test_an_appointment_may_have_none(self):
        with self.assertRaises(Invoice.DoesNotExist):
            appointment(doctor=self.doctor, when=at(10)).invoice


class TriggerTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.invoice = invoice()

    def changes(self):
        return list(InvoiceChange.objects.values_list('invoice_number', 'old', 'new'))

    def test_a_change_is_written_down(self):
        Invoice.objects.update(amount=Decimal('25.00'))
        self.assertEqual(self.changes(), [(self.invoice.number, Decimal('20.00'), Decimal('25.00'))])

    def test_each_change_is(self):
        for _ in range(3):
            Invoice.objects.update(amount=F('amount') + 1)
        self.assertEqual([new for _, _, new in self.changes()], [21, 22, 23])

    def test_no_change_is_not(self):
        Invoice.objects.update(amount=Decimal('20.00'))
        self.assertEqual(self.changes(), [])

    def test_other_changes_are_not(self):
        Invoice.objects.update(paid=True)
        self.assertEqual(self.changes(), [])

    def test_what_is_undone_is_not(self):
        with self.assertRaises(ZeroDivisionError), transaction.atomic():
            Invoice.objects.update(amount=1)
            1 / 0
        self.assertEqual(self.changes(), [])

    def test_it_outlives_the_invoice(self):
        Invoice.objects.update(amount=1)
        self.invoice.appointment.delete()
        self.assertEqual(len(self.changes()), 1)


class CommittedTriggerTests(TransactionTestCase):
    def test_a_change_is_written_down(self):
        invoice()
        Invoice.objects.update(amount=1)
        self.assertEqual(InvoiceChange.objects.get().new, 1)

    def test_nothing_is_left_of_it(self):
        self.assertFalse(InvoiceChange.objects.exists())
        invoice()
        Invoice.objects.update(amount=1)


@skipUnlessDBFeature('supports_sequence_reset')
class SequenceTests(TransactionTestCase):
    """Numbers begin with 1 for each test, whatever ran before."""

    reset_sequences = True

    def test_the_first_is_1(self):
        self.assertEqual(invoice().number, 1)

    def test_the_first_is_1_again(self):
        self.assertEqual(invoice().number, 1)

    def test_those_that_are_rolled_back_are_lost_or_given_again(self):
        with self.assertRaises(ZeroDivisionError), transaction.atomic():
            invoice()
            1 / 0
        self.assertIn(invoice().number, (1, 2))

    def test_those_of_other_tables_begin_with_1_too(self):
        self.assertEqual(invoice().appointment.patient.pk, 1)

    def test_a_number_may_be_chosen(self):
        made = appointment()
        Invoice.objects.create(number=1000, appointment=made, amount=1)
        self.assertEqual(Invoice.objects.get().number, 1000)


class LockTests(TransactionTestCase):
    @skipUnlessDBFeature('test_db_allows_multiple_connections', 'has_select_for_update')
    def test_two_payers_wait_for_each_other(self):
        made = invoice()

        def pay():
            try:
                with transaction.atomic():
                    locked = Invoice.objects.select_for_update().get(pk=made.pk)
                    Invoice.objects.filter(pk=made.pk).update(amount=locked.amount - 5)
            finally:
                connection.close()
        threads = [threading.Thread(target=pay) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        made.refresh_from_db()
        self.assertEqual(made.amount, 0)

    @skipUnlessDBFeature('test_db_allows_multiple_connections')
    def test_another_thread_sees_what_is_committed(self):
        invoice()
        found = []

        def count():
            found.append(Invoice.objects.count())
            connection.close()
        thread = threading.Thread(target=count)
        thread.start()
        thread.join()
        self.assertEqual(found, [1])

    def test_a_lock_takes_a_transaction(self):
        if not connection.features.has_select_for_update:
            self.skipTest('%s knows no locks of rows' % connection.display_name)
        with self.assertRaises(transaction.TransactionManagementError):
            Invoice.objects.select_for_update().first()
