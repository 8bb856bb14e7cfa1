"""A module that cannot be tested here."""
import unittest


def setUpModule():
    raise unittest.SkipTest('the laboratory is closed')


class LaboratoryTests(unittest.TestCase):
    def test_one(self):
        self.fail()

    def test_two(self):
        self.fail()


class StoreTests(unittest.TestCase):
    def test_three(self):
        self.fail()
