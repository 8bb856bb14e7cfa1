"""Suites of pytest's, with pytest-django if the suite uses that.

docs/pytest.md tells users about it. pytest runs within the worker, as a
library: it reads its own configuration, collects, and runs one test after the
other as it is told to.
"""

import os
import platform
import sys

import pytest

from ptrworker import (
    dbapi_statements,
    pytest_asynchronous,
    pytest_databases,
    pytest_errors,
    pytest_fixtures,
    pytest_items,
    pytest_kinds,
    pytest_labels,
    pytest_suite,
)
from ptrworker.face import Face, Found, Listing, Problem

__unittest = True


class PytestFace(Face):
    """What `python -m pytest` would find and run. Test IDs are pytest's node IDs."""

    kinds = pytest_kinds.KINDS

    def __init__(self, settings):
        super().__init__(settings)
        self.root = os.path.abspath(settings.get("root") or os.getcwd())
        self.options = settings["options"]
        self.django = pytest_databases.Databases(self.options)
        self.scopes = pytest_fixtures.Scopes(lambda: self.watcher)
        self.suite = None
        self.labels = None  # of the last listing
        self.tests = {}  # by name
        self.tell_fixture = lambda name, outcome: None  # until the core says whom to tell
        dbapi_statements.listen(self)
        sys.path.insert(0, self.root)  # as `python -m` does
        sys.argv = [os.path.join(os.path.dirname(pytest.__file__), "__main__.py")]

    def describe(self):
        suite = self.configured(self.listed_labels())
        versions = dict(pytest_suite.versions(suite.config), python=platform.python_version())
        versions.update(self.django.versions(suite.config))
        return {
            "name": os.path.basename(self.root),
            "settings": {"versions": versions, "databases": self.django.describe()},
        }

    def discover(self, labels):
        self.labels = list(labels)
        targets = self.configured(labels).targets(labels)
        tests, problems = self.tests_of(targets)
        self.tests = pytest_items.by_name(tests)
        self.name_nearest(problems)
        problems += [Problem("import", test.name, test.outcome.text) for test in tests if test.is_broken()]
        problems += [Problem("option", typed, "pytest's option has no effect") for typed in self.suite.ignored]
        return Listing([self.found(test) for test in tests], problems, self.taken(labels, tests))

    def tests_of(self, targets):
        """Returns the tests that labels mean, and a Problem for each label that means none."""
        problems = targets.problems()
        if targets.labels and not targets.found:
            return [], problems
        try:
            tests = pytest_items.tests_of(self.suite, targets)
        except pytest_errors.SuiteError as err:
            refused = targets.refused(str(err))
            if not refused:
                raise
            return [], problems + refused
        return tests, problems + targets.unmet(self.filtered())

    def load(self, names):
        return [self.tests.get(name) or self.broken(name) for name in names]

    def broken(self, name):
        """Returns the test of the module that a test was in when it was listed, and that now fails."""
        for test in self.tests.values():
            if test.is_broken() and name.startswith(test.name):
                return test
        return None

    def begin(self):
        labels = self.listed_labels()
        if self.labels != labels:
            self.discover(labels)
        self.django.begin(self)

    def end(self):
        if self.suite is not None:
            self.suite.finish(self.tell_fixture)
        self.django.end()

    def close(self):
        self.end()  # also where no test has run: a conftest.py may have started something

    def forked(self, settings):
        super().forked(settings)
        if self.suite is not None:
            self.suite.finished = True  # the process that has begun it ends it
        self.django.forked()

    def watches(self):
        return self.django.watches()

    def descriptors(self):
        return self.django.descriptors()

    def position(self, test):
        return test.position()

    def fixtures(self, result, tell):
        self.tell_fixture = tell
        return pytest_fixtures.Fixtures(self.suite, tell, self.watcher)

    # What a process that prepares a database wants; see django_template.

    def ensure_set_up(self, labels):
        self.configured(labels)

    def before_template(self):
        self.django.before_template(self.suite.config)

    @property
    def inventory(self):
        return self.settings["inventory"]

    @property
    def runner(self):
        return self.django.runner()

    @property
    def state(self):
        return self.django.state

    @property
    def facts(self):
        return self.django.facts

    @property
    def databases(self):
        return self.django.given

    def listed_labels(self):
        return self.inventory.get("labels", [])

    def filtered(self):
        return any(self.options.get(name) for name in ("tags", "exclude_tags", "names"))

    def configured(self, labels):
        """Returns the suite, which is configured once: what has been imported stays."""
        if self.suite is None:
            paths = pytest_labels.Targets(labels, self.root, self.root).paths()
            plugins = [self.django, self.scopes, pytest_asynchronous.Asynchronous(self.options)]
            self.suite = pytest_suite.Suite(self.root, self.options, paths, plugins)
        return self.suite

    def found(self, test):
        """Returns a test with its group: that of its file, whose tests share fixtures, and of its kind."""
        kind = self.django.kind_of(test)
        return Found(test, kind, "%s (%s)" % (test.file(), kind))

    def name_nearest(self, problems):
        """Puts the names into Problems that the labels could have meant."""
        if problems:
            everything = pytest_items.tests_of(self.suite, self.suite.targets([]))
            for problem in problems:
                problem.names = pytest_labels.nearest(problem.name, [test.name for test in everything])

    def taken(self, labels, tests):
        """Returns the inventory of a listing."""
        return dict(self.django.inventory(self.suite.config, tests), labels=labels)
