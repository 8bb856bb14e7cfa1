"""A module whose tearDownModule goes wrong."""
import unittest

from django.test import SimpleTestCase, tag


def tearDownModule():
    raise ValueError('in tearDownModule')


@tag('pitfall')
class FirstTests(SimpleTestCase):
    def test_one(self):
        pass

    def test_two(self):
        pass


@tag('pitfall')
class SecondTests(unittest.TestCase):
    def test_three(self):
        pass
