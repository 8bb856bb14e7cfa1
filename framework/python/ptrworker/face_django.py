"""Django projects: a folder with a manage.py."""

import os
import sys
import unittest

from ptrworker import (
    django_accelerations,
    django_databases,
    django_engines,
    django_inventory,
    django_labels,
    django_leaks,
    django_project,
    django_state,
    django_statements,
    face,
    facts,
    failures,
    loading,
    nearest,
)

__unittest = True


class DjangoFace(face.Face):
    """A project and its test runner, set up step by step as `manage.py test` does it."""

    kinds = ("test", "transaction", "plain")

    def __init__(self, settings):
        super().__init__(settings)
        self.options = settings["options"]
        self.root = os.path.abspath(settings.get("root") or os.getcwd())
        self.inventory = settings["inventory"]
        self.databases = django_databases.take_from_environment()
        self.facts = facts.from_environment()
        self.state = django_state.State()
        self.runner = None
        self.configured = False
        self.loader = None
        self.labels = None  # of the listing that this process has set up for
        self.watched = django_leaks.Watch()
        self.before = frozenset(sys.modules)

    # What differs between projects and Django's own suite.

    def configure(self):
        """Makes the settings readable."""
        self.state.use_temporary_directory()
        loading.extend_path([self.root])
        django_project.find_settings(self.root, self.options.get("settings", ""))

    def set_up_apps(self, labels):
        """Loads the apps."""
        import django

        django.setup()

    def all_labels(self):
        """Returns what build_suite is given where nobody has named a label."""
        return []

    def name(self):
        module = os.environ[django_project.VARIABLE].split(".")
        return module[0] if len(module) > 1 else os.path.basename(self.root)

    # What does not.

    def describe(self):
        self.ensure_configured()
        versions = django_project.versions()
        return {
            "name": self.name(),
            "settings": {"versions": versions, "databases": django_databases.describe()},
        }

    def discover(self, labels):
        self.ensure_configured()  # after which the root is known
        self.ensure_set_up([django_labels.dotted(label, self.root) for label in labels])
        tests, problems = self.build(labels)
        found = [face.Found(test, kind_of(test), group_of(test)) for test in tests]
        return face.Listing(found, problems, self.take_inventory(tests))

    def load(self, names):
        self.ensure_listed()
        return [self.loader.load(name) for name in names]

    def begin(self):
        self.ensure_listed()
        with django_accelerations.starting(self.options):
            django_inventory.import_all(self.inventory.get("model_modules", []))
            needed = set(self.inventory.get("databases", []))
            self.state.attach_databases(self.databases, needed, self.facts)
            self.state.mark_expected_failures(needed)
            self.state.run_checks(self.runner, needed)
            self.state.forget_what_migrating_forgets()
        if self.options.get("debug_sql"):
            django_statements.tell_all(self.tell_statement, self.root)
        self.watched.start()

    def forked(self, settings):
        super().forked(settings)
        self.databases = django_databases.take_from_environment()
        self.facts = facts.from_environment()
        self.state.use_temporary_directory()
        django_databases.close_inherited()

    def end(self):
        self.state.tear_down()

    def leaks(self):
        return self.watched.look()

    def tell_statement(self, type, **members):
        self.tell(type, **members)  # which the core replaces

    def ensure_configured(self):
        if not self.configured:
            self.configured = True
            self.configure()
            from django.conf import settings

            databases = settings.DATABASES  # the first look imports the settings, and raises what they do
            if self.options.get("backend"):
                django_engines.replace(databases, self.options["backend"])

    def ensure_set_up(self, labels):
        """Sets up apps and test environment, once: what a process has loaded cannot be unloaded."""
        self.ensure_configured()
        if self.labels is None:
            self.labels = list(labels)
            self.set_up_apps(labels)
            self.set_up_modules = [name for name in sys.modules if name not in self.before]
            self.runner = django_project.make_runner(django_project.runner_class(), self.options)
            self.state.set_up_environment(self.runner)
            self.loader = loading.Loader(self.runner.test_loader, self.listed_tests)
        elif self.labels != list(labels):
            raise ValueError("this process has been set up for the labels %s" % (self.labels or "of all tests"))

    def ensure_listed(self):
        """Sets up for the listing whose tests this process runs."""
        if self.labels is None and self.inventory:
            self.ensure_set_up(self.inventory.get("labels", []))
        elif self.labels is None:
            self.discover([])

    def build(self, labels):
        """Returns the tests that the runner finds for the labels, and problems."""
        good, problems = [], []
        for typed, label in zip(labels, self.labels):
            if django_labels.means_something(django_labels.of_app(label)):
                good.append(label)
            else:
                text = "there is no app, module, class or test of this name"
                near = nearest.names(label, self.names_near(label))
                problems.append(face.Problem("label", typed, text, near))
        tests = self.every_test(good) if good or not labels else []
        if good and not tests and not self.filtered():
            problems += [face.Problem("label", label, "there are no tests in it") for label in labels]
        return tests, problems + import_problems(tests)

    def filtered(self):
        return any(self.options.get(name) for name in ("tags", "exclude_tags", "names"))

    def every_test(self, labels):
        """Returns the tests of labels that mean something, in Django's order."""
        labels = [django_labels.of_app(label) for label in labels] or self.all_labels()
        return list(loading.flat(self.runner.build_suite(labels)))

    def names_near(self, label):
        """Returns the names that a label could have meant."""
        return [test.id() for test in self.every_test([])]

    def listed_tests(self):
        return self.build(self.labels)[0]

    def take_inventory(self, tests):
        databases = self.runner.get_databases(self.runner.test_suite(tests))
        modules = django_inventory.modules_with_models(frozenset(self.set_up_modules))
        self.inventory = {
            "labels": self.labels,
            "databases": sorted(databases),
            "serialized": serialized(databases, tests),
            "model_modules": modules,
            "inputs": django_inventory.inputs(self.set_up_modules + modules),
        }
        return self.inventory


def import_problems(tests):
    """Returns a Problem for each module that could not be imported; it is a test that fails, too."""
    return [
        face.Problem("import", test._testMethodName, failures.whole(test._exception))
        for test in tests
        if isinstance(test, unittest.loader._FailedTest)
    ]


def kind_of(test):
    """Returns the kind, by the groups in which Django orders tests.

    A TestCase is undone by a transaction; the others may leave the database
    flushed of what it held in the beginning.
    """
    from django.test import SimpleTestCase, TestCase

    if isinstance(test, TestCase):
        return "test"
    return "transaction" if isinstance(test, SimpleTestCase) else "plain"


def group_of(test):
    # Modules that could not be imported have a class in common, and nothing else.
    return "" if type(test).__module__ == "unittest.loader" else None


def serialized(databases, tests):
    """Returns the aliases whose serialized contents the tests want.

    Until Django 4 get_databases says nothing of it, and returns a set.
    """
    if isinstance(databases, dict):
        return sorted(alias for alias, wanted in databases.items() if wanted)
    wanting = any(getattr(test, "serialized_rollback", False) for test in tests)
    return sorted(databases) if wanting else []
