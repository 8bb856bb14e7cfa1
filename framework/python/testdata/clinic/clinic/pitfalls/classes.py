"""Set-up and clean-up of classes that goes wrong."""
import unittest

from django.test import SimpleTestCase, TestCase, TransactionTestCase, tag

from people.models import Ward


@tag('pitfall')
class SetUpClassTests(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        raise ValueError('no room')

    def test_one(self):
        pass

    def test_two(self):
        pass


@tag('pitfall')
class SetUpTestDataTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        Ward.objects.create(name='Never seen')
        Ward.objects.create(name='Surgery')

    def test_one(self):
        pass

    def test_two(self):
        pass


@tag('pitfall')
class AfterSetUpTestDataTests(TestCase):
    def test_nothing_of_it_is_left(self):
        self.assertEqual(Ward.objects.count(), 3)


@tag('pitfall')
class TearDownClassTests(SimpleTestCase):
    @classmethod
    def tearDownClass(cls):
        super().tearDownClass()
        raise ValueError('the key is lost')

    def test_one(self):
        pass

    def test_two(self):
        self.fail('this, too')


@tag('pitfall')
class ClassCleanUpTests(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.addClassCleanup(cls.lose)

    @classmethod
    def lose(cls):
        raise ValueError('the lid is lost')

    def test_one(self):
        pass


@tag('pitfall')
class SetUpAndCleanUpTests(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.addClassCleanup(ClassCleanUpTests.lose)
        raise ValueError('no room')

    def test_one(self):
        pass


@tag('pitfall')
class WithoutSuperTests(TransactionTestCase):
    """Its setUpClass forgets that of Django, which is quite common."""

    @classmethod
    def setUpClass(cls):
        cls.name = 'Attic'

    def test_works_all_the_same(self):
        Ward.objects.create(name=self.name)

    @classmethod
    def tearDownClass(cls):
        del cls.name


@tag('pitfall')
class SkippingClassTests(TestCase):
    @classmethod
    def setUpClass(cls):
        # After that of Django, what this class may not use would stay forbidden to all.
        raise unittest.SkipTest('closed on Mondays')

    def test_one(self):
        self.fail()
