"""A class and a module that are skipped."""
import unittest


class LockedTests(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        raise unittest.SkipTest('the shelf is locked')

    def test_one(self):
        self.fail()

    def test_two(self):
        self.fail()


@unittest.skip('the shelf is gone')
class GoneTests(unittest.TestCase):
    def test_three(self):
        self.fail()
