"""Which classes are told to be such that long ones may be cut apart."""

import unittest

import django_suite

LOOSE = """
    from django.test import SimpleTestCase, TestCase, TransactionTestCase, override_settings

    @override_settings(USE_TZ=True)
    class Alone(TestCase):
        databases = {"default"}
        def setUp(self): self.shelf = 1
        def test_a(self): super().setUp()

    class Flushing(TransactionTestCase):
        available_apps = ["shop"]
        def test_a(self): pass

    class Inherits(Alone): pass

    class Simple(SimpleTestCase):
        def test_a(self): pass
"""

TIED = """
    import unittest
    from django.test import LiveServerTestCase, SimpleTestCase, TestCase

    count = 0
    registered = []

    class Plain(unittest.TestCase):
        def test_a(self): pass
    class Reads(SimpleTestCase):
        databases = {"default"}
        def test_a(self): pass
    class Registers(SimpleTestCase):
        def test_a(self): registered.append(1)
    class SetsUp(TestCase):
        @classmethod
        def setUpTestData(cls): pass
        def test_a(self): pass
    class InheritsThat(SetsUp): pass
    class Loads(TestCase):
        fixtures = ["nothing.json"]
        def test_a(self): pass
    class Story(TestCase):
        def test_1(self): pass
        def test_2(self): pass
    class ChangesItsClass(TestCase):
        def test_a(self): self.__class__.seen = 1
    class ChangesItsType(TestCase):
        def test_a(self): type(self).seen = 1
    class ChangesAGlobal(TestCase):
        def test_a(self):
            def inner():
                global count
                count += 1
            inner()
    class Collects(TestCase):
        seen = []
        def test_a(self): self.seen.append(1)
    class Serves(LiveServerTestCase):
        def test_a(self): pass
"""

WITH_A_MODULE = """
    from django.test import TestCase
    def setUpModule(): pass
    class OfAModule(TestCase):
        def test_a(self): pass
"""


class PartingTest(django_suite.DjangoTestCase):
    def test_only_classes_that_share_nothing(self):
        files = {
            "shop/tests/__init__.py": "",
            "shop/tests/test_loose.py": LOOSE,
            "shop/tests/test_tied.py": TIED,
            "shop/tests/test_module.py": WITH_A_MODULE,
        }
        project = django_suite.project(files)
        del project["shop/tests.py"]
        suite = django_suite.Suite(self, self.suite(project))
        suite.list()
        loose = [name for message in suite.messages if message["type"] == "tests" for name in message.get("loose", [])]
        wanted = ["shop.tests.test_loose." + name for name in ("Alone", "Inherits", "Flushing", "Simple")]
        self.assertEqual(sorted(loose), sorted(wanted))


if __name__ == "__main__":
    unittest.main()
