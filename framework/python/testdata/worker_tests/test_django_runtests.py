"""Suites that are set up by a runtests.py, as Django's own."""

import unittest

import django_suite

BEGINNING = """
    import os
    import shutil
    import tempfile
    import atexit
    import django
    from django.apps import apps
    from django.conf import settings

    TMPDIR = tempfile.mkdtemp(prefix="django_")
    tempfile.tempdir = os.environ["TMPDIR"] = TMPDIR
    atexit.register(shutil.rmtree, TMPDIR)
    ALWAYS = ["django.contrib.contenttypes", "django.contrib.auth"]

    def get_installed():
        return [config.name for config in apps.get_app_configs()]

    def set_up(labels):
        state = {"INSTALLED_APPS": settings.INSTALLED_APPS}
        settings.INSTALLED_APPS = list(ALWAYS)
        settings.MIGRATION_MODULES = {"auth": None, "contenttypes": None}
        django.setup()
        for app in ("goods", "people"):
            if not labels or app in [label.split(".")[0] for label in labels]:
                settings.INSTALLED_APPS.append(app)
        apps.set_installed_apps(settings.INSTALLED_APPS)
        os.environ["RUNNING_DJANGOS_TEST_SUITE"] = "true"
        return state

    if __name__ == "__main__":
        raise SystemExit("must not run")
"""

OF_3_2 = """
    def setup(verbosity, test_labels, parallel, start_at, start_after):
        return set_up(test_labels)

    def teardown(state):
        print("torn down", sorted(state), flush=True)
"""

OF_4_0 = """
    def setup_run_tests(verbosity, start_at, start_after, test_labels=None):
        return test_labels or ["goods", "people"], set_up(test_labels)

    def teardown_run_tests(state):
        print("torn down", sorted(state), flush=True)
"""

GOODS = """
    import os
    import sys
    from django.apps import apps
    from django.contrib.contenttypes.models import ContentType
    from django.test import SimpleTestCase, TestCase

    class GoodsTest(TestCase):
        def test_installed(self):
            self.assertEqual(apps.is_installed("people"), "people" in INSTALLED)
        def test_content_types(self):
            found = set(ContentType.objects.values_list("app_label", flat=True))
            self.assertEqual("people" in found, "people" in INSTALLED)

    class ProcessTest(SimpleTestCase):
        def test_main(self):
            main = sys.modules["__main__"]
            self.assertEqual((main.__name__, main.__spec__), ("__main__", None))
            self.assertEqual(os.path.basename(main.__file__), "runtests.py")
            self.assertEqual(sys.argv, ["runtests.py"])
            self.assertNotIn("runtests", sys.modules)
        def test_folder(self):
            self.assertEqual(os.getcwd(), os.path.dirname(sys.modules["__main__"].__file__))
        def test_suite_is_told(self):
            self.assertEqual(os.environ["RUNNING_DJANGOS_TEST_SUITE"], "true")
        def test_temporary_directory(self):
            self.assertEqual(os.environ["TMPDIR"], sys.modules["__main__"].TMPDIR)
"""

PEOPLE = """
    from django.db import models
    from django.test import TestCase

    class PeopleTest(TestCase):
        def test_people(self): pass
"""

SETTINGS = """
    DATABASES = {alias: {"ENGINE": "django.db.backends.sqlite3"} for alias in ("default", "other")}
    SECRET_KEY = "x"
    DEFAULT_AUTO_FIELD = "django.db.models.AutoField"
"""


def checkout(installed, version=OF_3_2):
    """Returns the files of a checkout whose tests expect these apps."""
    model = "from django.db import models\nclass {}(models.Model):\n    pass\n"
    return {
        "tests/runtests.py": BEGINNING + version,
        "tests/test_sqlite.py": SETTINGS,
        "tests/goods/__init__.py": "",
        "tests/goods/models.py": model.format("Article"),
        "tests/goods/tests.py": "    INSTALLED = %r\n%s" % (installed, GOODS),
        "tests/people/__init__.py": "",
        "tests/people/models.py": model.format("Person"),
        "tests/people/tests.py": PEOPLE,
    }


class RuntestsTest(django_suite.DjangoTestCase):
    def checkout(self, installed, version=OF_3_2, folder="tests"):
        root = self.suite(checkout(installed, version))
        return django_suite.Suite(self, "%s/%s" % (root, folder) if folder else root, face="runtests")

    def run_of(self, suite, *labels):
        suite.list(*labels)
        self.assertEqual(suite.problems(), [])
        suite.prepare("default")
        run = suite.run()
        self.assertEqual({each["outcome"] for each in run.attempts().values()}, {"pass"}, run.attempts())
        self.assertIn("torn down ['INSTALLED_APPS']", run.output)
        self.assertEqual(run.status, 0)
        return run.attempts()

    def test_every_process_knows_the_apps_of_the_labels(self):
        for version in (OF_3_2, OF_4_0):
            with self.subTest(version=version):
                self.assertEqual(len(self.run_of(self.checkout(["goods"], version), "goods")), 6)

    def test_without_labels_all_apps_are_installed(self):
        for version in (OF_3_2, OF_4_0):
            with self.subTest(version=version):
                suite = self.checkout(["goods", "people"], version)
                ran = self.run_of(suite)
                self.assertIn("people.tests.PeopleTest.test_people", ran)

    def test_the_folder_may_be_that_of_the_checkout(self):
        self.assertEqual(len(self.run_of(self.checkout(["goods"], folder=""), "goods/tests.py")), 6)

    def test_an_unknown_label_is_a_problem(self):
        suite = self.checkout(["goods"])
        self.assertEqual(suite.list("good"), [])
        (problem,) = suite.problems()
        self.assertEqual((problem["what"], problem["names"][:1]), ("label", ["goods"]))

    def test_a_folder_without_runtests_is_told_of(self):
        suite = django_suite.Suite(self, self.suite({"README": ""}), face="runtests")
        self.assertIn("there is no runtests.py", suite.describe())


if __name__ == "__main__":
    unittest.main()
