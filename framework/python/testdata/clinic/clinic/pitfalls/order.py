"""Tests that depend on one another, in classes of plain unittest, which nothing cleans up after.
In this order each of them has the outcome that its name says, in others not."""
import unittest

from django.core.cache import cache
from django.test import tag

from people.models import Ward

seen = []


@tag('pitfall')
class A_VictimBeforeTests(unittest.TestCase):
    def test_passes_before_the_polluter(self):
        self.assertEqual(seen, [])
        self.assertIsNone(cache.get('order'))


@tag('pitfall')
class B_PolluterTests(unittest.TestCase):
    def test_passes(self):
        seen.append('polluter')
        cache.set('order', 'polluter', None)
        Ward.objects.get_or_create(name='Polluted')


@tag('pitfall')
class C_VictimTests(unittest.TestCase):
    def test_fails_by_a_variable(self):
        self.assertEqual(seen, [])

    def test_fails_by_the_cache(self):
        self.assertIsNone(cache.get('order'))

    def test_fails_by_a_row(self):
        self.assertFalse(Ward.objects.filter(name='Polluted').exists())


@tag('pitfall')
class D_BrittleTests(unittest.TestCase):
    def test_passes_after_the_polluter(self):
        self.assertEqual(seen, ['polluter'])


@tag('pitfall')
class E_CleanerTests(unittest.TestCase):
    def test_passes(self):
        seen.clear()
        cache.delete('order')
        Ward.objects.filter(name='Polluted').delete()


@tag('pitfall')
class F_VictimAfterTests(unittest.TestCase):
    def test_passes_after_the_cleaner(self):
        self.assertEqual(seen, [])
        self.assertIsNone(cache.get('order'))
        self.assertFalse(Ward.objects.filter(name='Polluted').exists())
