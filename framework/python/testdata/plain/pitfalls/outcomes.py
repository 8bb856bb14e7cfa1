"""Every outcome that is none of success. `python3 -m unittest` passes by."""
import unittest


class FailingTests(unittest.TestCase):
    def test_fails(self):
        self.assertEqual({'a': 1}, {'a': 2})

    def test_raises(self):
        raise LookupError('on no shelf')

    def test_some_subtests_fail(self):
        for i in range(4):
            with self.subTest(i=i):
                self.assertLess(i, 2)

    @unittest.expectedFailure
    def test_passes_unexpectedly(self):
        pass

    def test_fails_in_clean_up(self):
        self.addCleanup(self.fail, 'afterwards')


class SetUpClassTests(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        raise LookupError('no shelf at all')

    def test_one(self):
        pass


class TearDownClassTests(unittest.TestCase):
    @classmethod
    def tearDownClass(cls):
        raise LookupError('the shelf broke')

    def test_one(self):
        pass


class AsyncTests(unittest.IsolatedAsyncioTestCase):
    async def test_fails(self):
        self.fail('later')
