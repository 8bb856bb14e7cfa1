"""How a Django project is found, set up and listed."""

import json
import unittest

import django_suite

TESTS = """
    import unittest
    from django.test import LiveServerTestCase, SimpleTestCase, TestCase, TransactionTestCase, tag

    class PlainTest(unittest.TestCase):
        def test_plain(self): pass

    class FlushTest(TransactionTestCase):
        def test_flush(self): pass

    class ShelfTest(TestCase):
        @tag("slow")
        def test_empty(self): pass
        def test_full(self): pass

    class FormTest(SimpleTestCase):
        def test_form(self): pass
"""

EMPTY = "shop.tests.ShelfTest.test_empty"
FULL = "shop.tests.ShelfTest.test_full"


class SettingsTest(django_suite.DjangoTestCase):
    def described(self, files, options=None):
        return django_suite.Suite(self, self.suite(files), options=options).describe()

    def test_manage_py_names_the_settings(self):
        self.assertEqual(list(self.described(django_suite.project())), ["default"])

    def test_an_option_names_the_settings(self):
        other = """
            from project.settings import *
            DATABASES["spare"] = {"ENGINE": "django.db.backends.sqlite3"}
        """
        files = django_suite.project({"project/other.py": other})
        self.assertEqual(list(self.described(files, {"settings": "project.other"})), ["default", "spare"])

    def test_a_manage_py_that_names_none_is_told_of(self):
        files = dict(django_suite.project(), **{"manage.py": "print('hello')\n"})
        self.assertIn("sets no DJANGO_SETTINGS_MODULE", self.described(files))

    def test_a_manage_py_that_ends_early_is_told_of(self):
        files = dict(django_suite.project(), **{"manage.py": "raise SystemExit('no .env file')\n"})
        self.assertIn("ended with 'no .env file' before it called Django", self.described(files))

    def test_settings_that_raise_are_told_of(self):
        self.assertIn("ZeroDivisionError", self.described(django_suite.project(settings="1 / 0\n")))

    def test_a_settings_module_that_is_not_there_is_told_of_in_a_line(self):
        for chosen in ("project.setings", "projekt.settings"):
            told = self.described(django_suite.project(), {"settings": chosen})
            self.assertIn("there is no module %s for the settings: No module named" % chosen, told)
            self.assertNotIn("Traceback", told)

    def test_a_module_that_settings_lack_is_told_of_without_the_machinery_of_importing(self):
        told = self.described(django_suite.project(settings="import no_such_thing\n"))
        self.assertIn("ModuleNotFoundError: No module named 'no_such_thing'", told)
        self.assertIn("project/settings.py", told)
        self.assertNotIn("<frozen importlib", told)

    def test_databases_are_described(self):
        more = """
DATABASES["file"] = {"ENGINE": "django.db.backends.sqlite3", "NAME": "x", "TEST": {"NAME": "test_x"}}
DATABASES["replica"] = {"ENGINE": "django.db.backends.sqlite3", "NAME": "y", "TEST": {"MIRROR": "default"}}
DATABASES["own"] = {"ENGINE": "engine", "NAME": "z"}
"""
        engine = """
            from django.db.backends.sqlite3 import base

            class DatabaseWrapper(base.DatabaseWrapper):
                vendor = "own"
        """
        described = self.described(
            django_suite.project({"engine/__init__.py": "", "engine/base.py": engine}, settings=more)
        )
        found = {
            alias: (each["backend"], each["engine"], each["mirror_of"], each["in_memory"])
            for alias, each in described.items()
        }
        sqlite = "django.db.backends.sqlite3"
        self.assertEqual(
            found,
            {
                "default": ("sqlite", sqlite, "", True),
                "file": ("sqlite", sqlite, "", False),
                "replica": ("sqlite", sqlite, "default", True),
                "own": ("", "engine", "", False),
            },
        )

    def test_a_project_without_databases_has_none(self):
        self.assertEqual(self.described(django_suite.project(settings="DATABASES = {}\n")), {})

    def test_engines_are_replaced_by_those_of_another_backend(self):
        described = self.described(
            django_suite.project(settings="DATABASES['default']['ENGINE'] = 'no.such.engine'\n"),
            {"backend": "sqlite"},
        )
        self.assertEqual(described["default"]["engine"], "django.db.backends.sqlite3")


class ListingTest(django_suite.DjangoTestCase):
    def test_tests_come_in_the_order_and_groups_of_django(self):
        suite = self.project(tests=TESTS)
        suite.list()
        self.assertEqual(
            suite.kinds(),
            {
                "test": [EMPTY, FULL],
                "transaction": ["shop.tests.FlushTest.test_flush", "shop.tests.FormTest.test_form"],
                "plain": ["shop.tests.PlainTest.test_plain"],
            },
        )

    def test_what_labels_mean(self):
        labels = {
            "an app": ("shop", 5),
            "the label of an app": ("goods", 1),
            "a module": ("shop.tests", 5),
            "a class": ("shop.tests.ShelfTest", 2),
            "a test": (FULL, 1),
            "a folder": ("shop/", 5),
            "a file": ("shop/tests.py", 5),
            "a file of a folder without __init__.py": ("checks/test_more.py", 1),
            "the whole project": (".", 6),
        }
        apps = """
            from django.apps import AppConfig

            class Goods(AppConfig):
                name = "parts.articles"
                label = "goods"
                default = True
        """
        articles = "from django.test import SimpleTestCase\nclass A(SimpleTestCase):\n    def test_a(self): pass\n"
        more = {
            "parts/__init__.py": "",
            "parts/articles/__init__.py": "",
            "parts/articles/apps.py": apps,
            "parts/articles/tests.py": articles,
            "checks/test_more.py": articles,
        }
        settings = "INSTALLED_APPS.append('parts.articles.apps.Goods')\n"
        for name, (label, count) in labels.items():
            with self.subTest(name):
                suite = self.project(more, settings=settings, tests=TESTS)
                self.assertEqual(len(suite.list(label)), count)
                self.assertEqual(suite.problems(), [])

    def test_tests_of_a_folder_that_is_no_package_are_found_again(self):
        checks = """
            import helper
            from django.test import SimpleTestCase

            class CheckTest(SimpleTestCase):
                def test_it(self): pass
        """
        suite = self.project({"checks/test_more.py": checks, "checks/helper.py": ""})
        self.assertEqual(suite.list("checks"), ["test_more.CheckTest.test_it"])
        self.assertEqual(suite.run().outcomes(), {"test_it": "pass"})

    def test_tests_that_load_tests_makes_are_made_again(self):
        made = """
            from django.test import SimpleTestCase
            from shop.helper import NumberTest

            def load_tests(loader, tests, pattern):
                test = NumberTest("test_it")
                test.number = 1
                return loader.suiteClass([test])
        """
        helper = """
            from django.test import SimpleTestCase

            class NumberTest(SimpleTestCase):
                number = 0
                def test_it(self): self.assertEqual(self.number, 1)
        """
        suite = self.project({"shop/test_made.py": made, "shop/helper.py": helper})
        suite.list()
        self.assertEqual(suite.run().outcomes(), {"test_it": "pass"})

    def test_an_unknown_label_is_a_problem_with_the_nearest_names(self):
        for label, near in {
            "shop.tests.ShelfTests": "shop.tests.ShelfTest",
            "ShelfTest": "shop.tests.ShelfTest",
            "shop.tests.ShelfTest.test_ful": FULL,
            "shop/test.py": "shop.tests",
        }.items():
            with self.subTest(label):
                suite = self.project(tests=TESTS)
                self.assertEqual(suite.list(label), [])
                (problem,) = suite.problems()
                self.assertEqual((problem["what"], problem["name"]), ("label", label))
                self.assertIn(near, problem["names"])

    def test_tags_and_patterns_choose_tests(self):
        for options, expected in [
            ({"tags": ["slow"]}, [EMPTY]),
            ({"exclude_tags": ["slow"]}, [FULL]),
            ({"names": ["test_f"]}, [FULL]),
            ({"reverse": True}, [FULL, EMPTY]),
        ]:
            with self.subTest(options):
                suite = self.project(tests=TESTS, options=options)
                self.assertEqual([name for name in suite.list() if "Shelf" in name], expected)

    def test_a_module_that_cannot_be_imported_is_a_problem_and_a_test_that_fails(self):
        suite = self.prepared({"shop/test_broken.py": "import no_such_module\n"}, tests=TESTS)
        (problem,) = suite.problems()
        self.assertEqual((problem["what"], problem["name"]), ("import", "shop.test_broken"))
        attempts = suite.run().attempts()
        broken = attempts.pop("unittest.loader._FailedTest.shop.test_broken")
        self.assertIn("No module named 'no_such_module'", broken["failure"])
        self.assertEqual({each["outcome"] for each in attempts.values()}, {"pass"})

    def test_the_inventory_names_what_the_database_depends_on(self):
        migration = "from django.db import migrations\nclass Migration(migrations.Migration):\n    pass\n"
        suite = self.project(
            {"shop/migrations/__init__.py": "", "shop/migrations/0001_initial.py": migration}, tests=TESTS
        )
        suite.list()
        inventory = json.loads(suite.inventory)
        within = [path[len(suite.folder) + 1 :] for path in inventory["inputs"] if path.startswith(suite.folder)]
        self.assertEqual(
            within,
            [
                "project/__init__.py",
                "project/settings.py",
                "shop/__init__.py",
                "shop/migrations",
                "shop/models.py",
            ],
        )
        self.assertEqual(inventory["databases"], ["default"])


class RunnerTest(django_suite.DjangoTestCase):
    def test_the_runner_of_the_project_discovers_and_sets_up(self):
        runner = """
            from django.test.runner import DiscoverRunner

            class Runner(DiscoverRunner):
                @classmethod
                def add_arguments(cls, parser):
                    super().add_arguments(parser)
                    parser.add_argument("--greeting", default="hello")

                def __init__(self, greeting=None, **options):
                    super().__init__(**options)
                    self.greeting = greeting

                def setup_test_environment(self, **options):
                    super().setup_test_environment(**options)
                    from django.conf import settings
                    settings.GREETING = self.greeting

                def build_suite(self, *arguments, **options):
                    suite = super().build_suite(*arguments, **options)
                    return self.test_suite(test for test in suite if "skipped" not in test.id())
        """
        tests = """
            from django.conf import settings
            from django.test import TestCase

            class GreetingTest(TestCase):
                def test_greeting(self):
                    self.assertEqual(settings.GREETING, "hello")
                def test_skipped(self): pass
        """
        suite = self.prepared(
            {"project/runner.py": runner}, settings="TEST_RUNNER = 'project.runner.Runner'\n", tests=tests
        )
        self.assertEqual(suite.run().outcomes(), {"test_greeting": "pass"})

    def test_a_runner_that_is_no_discover_runner_is_told_of_and_not_used(self):
        runner = "class Runner:\n    def __init__(self, **options): pass\n"
        suite = self.project(
            {"project/runner.py": runner}, settings="TEST_RUNNER = 'project.runner.Runner'\n", tests=TESTS
        )
        self.assertEqual(len(suite.list()), 5)
        self.assertIn("project.runner.Runner is no DiscoverRunner", suite.prepare("default"))


if __name__ == "__main__":
    unittest.main()
