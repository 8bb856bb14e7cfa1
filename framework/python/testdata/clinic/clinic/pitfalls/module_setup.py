"""A module whose setUpModule goes wrong."""
import unittest

from django.test import SimpleTestCase, tag


def setUpModule():
    raise ValueError('in setUpModule')


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
