"""Set-up and clean-up of modules and classes, in the order in which they happen."""
import unittest

from django.test import SimpleTestCase, TestCase

from people.models import Ward

happened = []


def setUpModule():
    happened.append('module')
    unittest.addModuleCleanup(happened.clear)


def tearDownModule():
    happened.append('end of module')


class OnceTests(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.times = getattr(cls, 'times', 0) + 1
        happened.append('class')

    @classmethod
    def tearDownClass(cls):
        happened.append('end of class')

    def test_the_module_came_first(self):
        self.assertLess(happened.index('module'), happened.index('class'))

    def test_the_module_came_once(self):
        self.assertEqual(happened.count('module'), 1)

    def test_the_class_was_set_up_once(self):
        self.assertEqual(self.times, 1)

    def test_nothing_has_ended(self):
        self.assertNotIn('end of module', happened)


class CleanUpTests(SimpleTestCase):
    """Clean-up goes backwards."""

    def setUp(self):
        self.order = []
        self.addCleanup(lambda: self.assertEqual(self.order, ['test', 'tearDown', 'second', 'first']))
        self.addCleanup(self.order.append, 'first')
        self.addCleanup(self.order.append, 'second')

    def tearDown(self):
        self.order.append('tearDown')

    def test_after_one(self):
        self.order.append('test')

    def test_after_another(self):
        self.order.append('test')


class ClassCleanUpTests(unittest.TestCase):
    open = []

    @classmethod
    def setUpClass(cls):
        cls.open.append(cls)
        cls.addClassCleanup(cls.open.clear)

    def test_it_is_open_for_one(self):
        self.assertEqual(len(self.open), 1)

    def test_it_is_open_for_another(self):
        self.assertEqual(len(self.open), 1)


class SkippedClassTests(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        raise unittest.SkipTest('there is no X-ray machine')

    def test_one(self):
        self.fail()

    def test_two(self):
        self.fail()


class SkippedDataTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        raise unittest.SkipTest('there is no data of patients')

    def test_one(self):
        self.fail()


class WardTests(TestCase):
    """No test by itself, but for those that inherit from it: see load_tests."""

    name = None

    def test_is_a_ward(self):
        self.assertTrue(Ward.objects.filter(name=self.name).exists())

    def test_has_beds(self):
        self.assertGreater(Ward.objects.get(name=self.name).free_beds(), 0)


class EmergencyTests(WardTests):
    name = 'Emergency'


class SurgeryTests(WardTests):
    name = 'Surgery'

    def test_is_on_the_second_floor(self):
        self.assertEqual(Ward.objects.get(name=self.name).floor, 2)


class MoreSurgeryTests(SurgeryTests):
    @unittest.skip('of no interest here')
    def test_has_beds(self):
        pass


class RunTests(unittest.TestCase):
    def runTest(self):
        self.assertIn('module', happened)


def load_tests(loader, tests, pattern):
    return unittest.TestSuite(suite for suite in tests if not any(type(test) is WardTests for test in suite))
