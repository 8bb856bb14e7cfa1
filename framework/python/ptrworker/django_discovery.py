"""From labels to tests, by the project's own test runner."""

import unittest

from ptrworker import django_labels, django_parting, face, failures, loading, nearest

__unittest = True


class Discovery:
    """Finds the tests of the labels that a process was set up for."""

    def __init__(self, runner, labels, all_labels, options):
        """all_labels is what build_suite is given where there are no labels."""
        self.runner = runner
        self.labels = labels
        self.all_labels = all_labels
        self.filtered = any(options.get(name) for name in ("tags", "exclude_tags", "names"))

    def find(self, typed, names_near):
        """Returns the tests, and problems that name the labels as they were typed.

        names_near is called with a label that means nothing, for names that
        could have been meant.
        """
        good, problems = [], []
        for name, label in zip(typed, self.labels):
            if django_labels.means_something(django_labels.of_app(label)):
                good.append(label)
            else:
                text = "there is no app, module, class or test of this name"
                near = nearest.names(label, names_near(label))
                problems.append(face.Problem("label", name, text, near))
        tests = self.build(good) if good or not typed else []
        if good and not tests and not self.filtered:
            problems += [face.Problem("label", name, "there are no tests in it") for name in typed]
        return tests, problems + import_problems(tests)

    def build(self, labels):
        """Returns the tests of labels that mean something, in Django's order."""
        labels = [django_labels.of_app(label) for label in labels] or self.all_labels
        return list(loading.flat(self.runner.build_suite(labels)))

    def every_test(self):
        """Returns the tests of the listing once more."""
        good = [label for label in self.labels if django_labels.means_something(django_labels.of_app(label))]
        return self.build(good)


def import_problems(tests):
    """Returns a Problem for each module that could not be imported; it is a test that fails, too."""
    return [
        face.Problem("import", test._testMethodName, failures.whole(test._exception))
        for test in tests
        if isinstance(test, unittest.loader._FailedTest)
    ]


def found(test):
    """Returns a test with its kind, by the groups in which Django orders tests.

    A TestCase is undone by a transaction; the others may leave the database
    flushed of what it held in the beginning.
    """
    from django.test import SimpleTestCase, TestCase

    kind = "plain"
    if isinstance(test, TestCase):
        kind = "test"
    elif isinstance(test, SimpleTestCase):
        kind = "transaction"
    # Modules that could not be imported have a class in common, and nothing else.
    stands_for_module = type(test).__module__ == "unittest.loader"
    return face.Found(test, kind, "" if stands_for_module else None, django_parting.may_be_parted(type(test)))


def databases_of(runner, tests):
    """Returns the aliases that the tests need, and those of them whose serialized contents they want.

    From Django 4 on get_databases returns a dict that says so, before it a set.
    """
    databases = runner.get_databases(runner.test_suite(tests))
    if isinstance(databases, dict):
        return sorted(databases), sorted(alias for alias, wanted in databases.items() if wanted)
    wanting = any(getattr(test, "serialized_rollback", False) for test in tests)
    return sorted(databases), sorted(databases) if wanting else []
