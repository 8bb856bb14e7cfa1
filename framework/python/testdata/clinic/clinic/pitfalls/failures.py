"""Every outcome there is, and failures outside of the test's own function."""
import unittest

from django.test import SimpleTestCase, TestCase, tag

from people.models import Ward


class Lost(Exception):
    pass


@tag('pitfall')
class OutcomeTests(SimpleTestCase):
    def test_passes(self):
        pass

    def test_fails(self):
        patient, beds = 'Jane Roe', [1, 2, 3]
        self.assertEqual(len(beds), 4, patient)

    def test_fails_with_many_lines(self):
        self.assertEqual('\n'.join('line %d' % i for i in range(100)), 'line 0\n')

    def test_raises(self):
        raise Lost('under the bed')

    def test_raises_because_of_another(self):
        try:
            {}['bed']
        except KeyError as e:
            raise Lost('no bed') from e

    def test_raises_while_another_is_handled(self):
        try:
            1 / 0
        except ZeroDivisionError:
            raise Lost('while dividing')

    def test_raises_and_hides_another(self):
        try:
            1 / 0
        except ZeroDivisionError:
            raise Lost('nothing else to see') from None

    def test_raises_deep_down(self):
        def down(n):
            return down(n - 1) if n else [][0]
        down(50)

    def test_recurs_for_ever(self):
        def down():
            return down()
        down()

    def test_exits(self):
        raise SystemExit(0)

    def test_skips(self):
        self.skipTest('no need')

    @unittest.expectedFailure
    def test_fails_as_expected(self):
        self.fail()

    @unittest.expectedFailure
    def test_passes_unexpectedly(self):
        pass


@tag('pitfall')
class SubTests(TestCase):
    def test_some_fail(self):
        for i in range(5):
            with self.subTest(i=i):
                self.assertEqual(i % 2, 0)

    def test_one_raises(self):
        for name in 'Surgery', 'Attic':
            with self.subTest('beds', name=name):
                Ward.objects.get(name=name)

    def test_the_rest_fails_too(self):
        with self.subTest(part='first'):
            self.fail('first')
        self.fail('rest')

    def test_one_within_another(self):
        with self.subTest(ward='Surgery'):
            with self.subTest(bed=1):
                self.fail('taken')

    def test_some_are_skipped(self):
        for i in range(3):
            with self.subTest(i=i):
                if i:
                    self.skipTest('only the first')

    def test_one_is_skipped_and_one_fails(self):
        with self.subTest(i=0):
            self.skipTest('not this')
        with self.subTest(i=1):
            self.fail('but this')

    def test_two_of_the_same_name_fail(self):
        for text in 'one', 'other':
            with self.subTest(i=1):
                self.fail(text)

    def test_all_pass(self):
        for i in range(3):
            with self.subTest(i=i):
                pass

    @unittest.expectedFailure
    def test_one_fails_as_expected(self):
        with self.subTest(i=1):
            self.fail()


@tag('pitfall')
class SetUpTests(SimpleTestCase):
    def setUp(self):
        raise Lost('in setUp')

    def test_never_begins(self):
        pass


@tag('pitfall')
class SkippingSetUpTests(SimpleTestCase):
    def setUp(self):
        self.skipTest('in setUp')

    def test_never_begins(self):
        self.fail()


@tag('pitfall')
class TearDownTests(TestCase):
    def tearDown(self):
        raise Lost('in tearDown')

    def test_passes_before(self):
        pass

    def test_fails_before(self):
        self.fail('in the test')

    def test_skips_before(self):
        self.skipTest('in the test')

    @unittest.expectedFailure
    def test_fails_before_as_expected(self):
        self.fail('in the test')


@tag('pitfall')
class CleanUpTests(unittest.TestCase):
    def test_passes_before(self):
        self.addCleanup(self.fail, 'in a clean-up')

    def test_two_go_wrong(self):
        self.addCleanup(self.fail, 'in the first')
        self.addCleanup(self.fail, 'in the second')
