"""Which classes of plain unittest are told to be such that long ones may be cut apart."""

import unittest

import driver

MODULE = """
    import collections
    import unittest

    registered = []
    recent = collections.deque()
    LIMIT = 3

    class Alone(unittest.TestCase):
        kinds = ("a", "b")
        def setUp(self): self.shelf = {}
        def test_a(self): self.assertEqual(len(self.shelf), 0)
        def test_b(self): self.assertLess(1, LIMIT)

    class Waits(unittest.IsolatedAsyncioTestCase):
        async def test_a(self): pass

    class SetsUp(unittest.TestCase):
        @classmethod
        def setUpClass(cls): cls.shelf = {}
        def test_a(self): pass

    class Inherits(SetsUp):
        def test_b(self): pass

    class Story(unittest.TestCase):
        def test_01_order(self): pass
        def test_02_pay(self): pass

    class Registers(unittest.TestCase):
        def test_a(self): registered.append(1)

    class Remembers(unittest.TestCase):
        def test_a(self): [recent.append(n) for n in range(2)]

    class ChangesItsClass(unittest.TestCase):
        def test_a(self): type(self).seen = 1
"""


class PartingTest(driver.WorkerTestCase):
    def test_only_classes_that_share_nothing(self):
        files = {
            "test_one.py": MODULE,
            "test_module.py": "import unittest\ndef tearDownModule(): pass\nclass A(unittest.TestCase):\n    def test_a(self): pass\n",
            "test_order.py": """
                import unittest
                class A(unittest.TestCase):
                    def test_a(self): pass
                def load_tests(loader, tests, pattern):
                    return tests
            """,
            "test_broken.py": "1/0\n",
            "test_functions.py": """
                import unittest
                def load_tests(loader, tests, pattern):
                    return unittest.TestSuite([unittest.FunctionTestCase(print)])
            """,
        }
        folder = self.suite(files)
        messages = self.worker(folder).list()
        loose = [name for message in messages if message["type"] == "tests" for name in message.get("loose", [])]
        self.assertEqual(sorted(loose), ["test_one.Alone", "test_one.Waits"])


if __name__ == "__main__":
    unittest.main()
