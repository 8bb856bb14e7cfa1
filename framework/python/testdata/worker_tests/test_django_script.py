"""Reusable apps, which have a script in the place of a manage.py."""

import django_suite

CONFIGURE = """
    import sys

    import django
    from django.conf import settings
    from django.test.runner import DiscoverRunner

    settings.configure(
        SECRET_KEY="x",
        INSTALLED_APPS=["shop"],
        DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3"}},
    )
"""

TESTS = """
    import sys
    import unittest
    from django.conf import settings
    from django.test import TestCase, tag

    class ShelfTest(TestCase):
        def test_settings(self):
            self.assertEqual(settings.SECRET_KEY, "x")
        def test_main(self):
            self.assertEqual(sys.modules["__main__"].__name__, "__main__")
            self.assertEqual(sys.argv, ["runtests.py"])
        @tag("slow")
        def test_slow(self): pass
"""

PARTS = CONFIGURE + """
    django.setup()
    failures = DiscoverRunner(exclude_tags=["slow"]).run_tests(["shop"])
    failures += DiscoverRunner().run_tests(["more"])
    print("after the tests")
    sys.exit(failures)
"""

COMMAND = """
    import os
    import sys
    from django.core.management import execute_from_command_line

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "project.settings")
    execute_from_command_line(sys.argv[:1] + ["test", "shop"] + sys.argv[1:])
"""


class ScriptTest(django_suite.DjangoTestCase):
    def app(self, script, options=None):
        files = django_suite.project(tests=TESTS)
        del files["manage.py"]
        files.update({"runtests.py": script, "more/__init__.py": "", "more/tests.py": TESTS})
        return django_suite.Suite(self, self.suite(files), options=options)

    def listed(self, suite, *labels):
        return sorted(name.replace(".tests.ShelfTest.test", "") for name in suite.list(*labels))

    def test_settings_that_a_script_makes_count(self):
        suite = self.app(PARTS)
        self.assertEqual(list(suite.describe()), ["default"])
        suite.list()
        suite.prepare("default")
        run = suite.run()
        self.assertEqual(set(run.outcomes().values()), {"pass"}, run.output)

    def test_all_labels_of_a_script_are_listed_and_options_of_its_first_runner_count(self):
        self.assertEqual(self.listed(self.app(PARTS)), ["more_main", "more_settings", "shop_main", "shop_settings"])

    def test_labels_and_options_that_are_typed_come_before_those_of_a_script(self):
        suite = self.app(PARTS, {"exclude_tags": ["none"]})
        self.assertEqual(self.listed(suite, "more"), ["more_main", "more_settings", "more_slow"])

    def test_a_script_that_calls_the_command_names_its_settings_and_labels(self):
        self.assertEqual(self.listed(self.app(COMMAND)), ["shop_main", "shop_settings", "shop_slow"])

    def test_settings_that_are_typed_come_before_a_script(self):
        self.assertEqual(len(self.listed(self.app("1 / 0", {"settings": "project.settings"}))), 6)

    def test_databases_are_made_anew_when_a_script_changes(self):
        suite = self.app(PARTS)
        suite.list()
        self.assertIn("runtests.py", suite.inventory)

    def test_a_script_that_runs_no_tests_is_told_of(self):
        self.assertIn("ended with 'no flake8' before it ran tests", self.app("raise SystemExit('no flake8')").describe())
        self.assertIn("has Django run no tests", self.app("import django").describe())

    def test_a_script_that_wants_settings_is_told_of_with_likely_ones(self):
        script = COMMAND.replace('os.environ.setdefault("DJANGO_SETTINGS_MODULE", "project.settings")', "")
        told = self.app(script).describe()
        self.assertIn("settings are not configured", told)
        self.assertIn("they may be project.settings", told)
        self.assertNotIn("Traceback", told)
