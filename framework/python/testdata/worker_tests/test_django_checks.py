"""System checks: all in one process of a run, and those that may leave something behind in each."""

import django_suite

# Notes which models are looked at by their own checks, and has a warning of Django's own.
MODELS = """
    from django.core import checks
    from django.db import models

    looked_at = []

    @checks.register()
    def check(app_configs, **options):
        looked_at.append("project")
        checks.register(later)
        return [checks.Warning("mind the gap", id="shop.W001")]

    def later(app_configs, **options):
        return []

    class Shelf(models.Model):
        name = models.CharField(max_length=20)

        @classmethod
        def check(cls, **options):
            looked_at.append("Shelf")
            return super().check(**options)

    class Price(models.IntegerField):
        def check(self, **options):
            looked_at.append("Price")
            return super().check(**options)

    class Book(models.Model):
        price = Price()

    class Box(models.Model):
        lid = models.ForeignKey(Shelf, models.CASCADE, unique=True)
"""

TESTS = """
    from django.core.checks.registry import registry
    from django.test import SimpleTestCase
    from shop import models

    class CheckTest(SimpleTestCase):
        def test_own_checks_have_run(self):
            self.assertEqual(sorted(models.looked_at), ["Price", "Shelf", "project"])

        def test_checks_that_checks_have_registered_are_there(self):
            self.assertIn(models.later, registry.get_checks())

        def test_no_check_has_another_in_its_place(self):
            self.assertEqual({check.__name__ for check in registry.get_checks()} & {"run"}, set())
"""

ERRORS = """
    from django.db import models

    class Box(models.Model):
        name = models.TextField(choices="red")
"""


class ChecksTest(django_suite.DjangoTestCase):
    def test_what_checks_find_is_told_and_warnings_stop_nothing(self):
        run = self.prepared(more={"shop/models.py": MODELS}, tests=TESTS).run()
        self.assertEqual(set(run.outcomes().values()), {"pass"}, run.output)
        (notice,) = run.all("problem")
        self.assertEqual(notice["what"], "check")
        lines = notice["text"].splitlines()
        self.assertEqual(lines[0], "System check identified some issues:")
        self.assertIn("?: (shop.W001) mind the gap", lines)
        self.assertIn("shop.Box.lid: (fields.W342)", notice["text"])
        self.assertEqual(lines[-1], "System check identified 2 issues (0 silenced).")

    def test_where_it_is_known_django_looks_at_no_model_and_the_suite_at_its_own(self):
        suite = self.prepared(more={"shop/models.py": MODELS}, tests=TESTS)
        suite.checks = "known"
        run = suite.run()
        self.assertEqual(set(run.outcomes().values()), {"pass"}, run.output)
        self.assertEqual(run.all("problem"), [])
        self.assertIn("shop.W001", run.output)  # a check of the suite's own
        self.assertNotIn("fields.W342", run.output)  # one of Django's, of a model

    def test_errors_are_the_suites_fault_and_told_without_a_traceback(self):
        suite = self.prepared(
            more={"shop/models.py": ERRORS},
            tests="from django.test import SimpleTestCase\nclass A(SimpleTestCase):\n    def test_a(self): pass\n",
        )
        (error,) = suite.run().all("error")
        self.assertEqual(error["what"], "suite")
        self.assertIn("shop.Box.name: (fields.E004)", error["text"])
        self.assertTrue(error["text"].startswith("run: SystemCheckError: System check identified some issues:"))
        self.assertNotIn("Traceback", error["text"])
