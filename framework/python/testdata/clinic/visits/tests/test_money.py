"""Arithmetic, without a database."""
import unittest
import warnings
from decimal import Decimal, InvalidOperation

from django.test import SimpleTestCase

from visits.money import discount, old_price, price, rounded, split


class RoundedTests(unittest.TestCase):
    def test_halves_go_to_the_even_cent(self):
        for amount, want in ('0.005', '0.00'), ('0.015', '0.02'), ('0.025', '0.02'), ('-0.015', '-0.02'):
            with self.subTest(amount=amount):
                self.assertEqual(rounded(amount), Decimal(want))

    def test_integers_get_two_places(self):
        self.assertEqual(str(rounded(3)), '3.00')

    def test_words_are_refused(self):
        with self.assertRaises(InvalidOperation):
            rounded('much')


class SplitTests(unittest.TestCase):
    def test_evenly(self):
        self.assertEqual(split('9', 3), [Decimal('3.00')] * 3)

    def test_the_first_get_the_rest(self):
        self.assertEqual(split('10', 3), [Decimal('3.34'), Decimal('3.33'), Decimal('3.33')])

    def test_less_than_a_cent_each(self):
        self.assertEqual(split('0.02', 3), [Decimal('0.01'), Decimal('0.01'), 0])

    def test_nothing(self):
        self.assertEqual(split(0, 2), [0, 0])

    def test_into_nothing(self):
        with self.assertRaisesRegex(ValueError, '0 parts'):
            split(1, 0)

    def test_nothing_is_lost(self):
        for amount in '0.01', '1', '99.99', '100.00', '12345.67':
            for parts in 1, 2, 3, 7, 100:
                with self.subTest(amount=amount, parts=parts):
                    self.assertEqual(sum(split(amount, parts)), Decimal(amount))

    def test_no_two_parts_differ_by_more_than_a_cent(self):
        for parts in range(1, 20):
            with self.subTest(parts=parts):
                found = split('17.29', parts)
                self.assertLessEqual(max(found) - min(found), Decimal('0.01'))


class PriceTests(unittest.TestCase):
    def test_of_an_hour(self):
        self.assertEqual(price(60), 80)

    def test_of_a_quarter(self):
        self.assertEqual(price(15), 20)

    def test_is_rounded(self):
        self.assertEqual(price(10), Decimal('13.33'))

    def test_at_another_rate(self):
        self.assertEqual(price(30, Decimal('100')), 50)

    def test_the_old_one_warns(self):
        with self.assertWarnsRegex(DeprecationWarning, r'use price\(\)'):
            self.assertEqual(old_price(60), 80)


class DiscountTests(SimpleTestCase):
    def test_none(self):
        self.assertEqual(discount(80, 0), 80)

    def test_some(self):
        self.assertEqual(discount(Decimal('80.00'), 25), 60)

    def test_much_warns(self):
        with self.assertWarnsMessage(UserWarning, 'a discount of 75 %'):
            self.assertEqual(discount(80, 75), 20)

    def test_a_half_does_not(self):
        with warnings.catch_warnings():
            warnings.simplefilter('error')
            self.assertEqual(discount(80, 50), 40)

    def test_beyond_everything(self):
        for percent in -1, 101:
            with self.subTest(percent=percent), self.assertRaises(ValueError):
                discount(80, percent)

    @unittest.expectedFailure
    def test_is_undone_by_the_same_surcharge(self):
        self.assertEqual(discount(discount(100, 10), 0) * Decimal('1.1'), 100)
