"""pytest's items, and what could not be collected, as tests that the core runs."""

import os

from ptrworker import loading, outcomes, pytest_reports

__unittest = True

class ItemTest:
    """A test that pytest has collected."""

    def __init__(self, suite, item):
        self.suite = suite
        self.item = item
        self.name = item.nodeid

    def id(self):
        return self.name

    def file(self):
        return self.name.partition("::")[0]

    def is_broken(self):
        return False

    def position(self):
        """Returns the file and the line that pytest says the test is in."""
        path, line, _ = self.item.location
        return os.path.join(self.suite.rootpath(), path), (line or 0) + 1

    def __call__(self, result):
        reports = self.suite.run(self.item)
        for subtest, outcome in pytest_reports.subtests(reports):
            result.on_subtest(subtest, outcome)
        result.add(self, pytest_reports.outcome_of(reports))


class UncollectedTest:
    """A module or class that cannot be collected, or skips itself: a test that ends so."""

    item = None

    def __init__(self, suite, report):
        self.suite = suite
        self.name = report.nodeid
        self.outcome = pytest_reports.of_collection(report)

    def id(self):
        return self.name

    def file(self):
        return self.name.partition("::")[0]

    def is_broken(self):
        return self.outcome.outcome == outcomes.FAIL

    def position(self):
        return os.path.join(self.suite.rootpath(), self.file()), 1

    def __call__(self, result):
        result.add(self, self.outcome)

def tests_of(suite, targets):
    """Collects, and returns the tests that the targets mean: first what could not be collected."""
    items, uncollected = suite.collect(targets)
    tests = []
    for report in uncollected:
        if not report.nodeid:  # the session itself
            raise pytest_reports.collection_error(report)
        path = os.path.join(suite.rootpath(), report.nodeid.partition("::")[0])
        if not targets.found or targets.mark(path):
            tests.append(UncollectedTest(suite, report))
    return tests + [ItemTest(suite, item) for item in items]

def by_name(tests):
    """Returns the tests by the names that the core gives them."""
    return dict(zip(loading.unique([test.name for test in tests]), tests))
