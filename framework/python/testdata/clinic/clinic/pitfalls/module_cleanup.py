"""A module with a clean-up that goes wrong."""
import unittest

from django.test import tag


def lose():
    raise ValueError('in a clean-up')


def setUpModule():
    unittest.addModuleCleanup(lose)


@tag('pitfall')
class CleanUpTests(unittest.TestCase):
    def test_one(self):
        pass
