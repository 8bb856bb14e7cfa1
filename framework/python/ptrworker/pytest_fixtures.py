"""Fixtures that several tests share: their time is no test's own."""

import contextlib

import pytest

from ptrworker import pytest_reports

__unittest = True


class Fixtures:
    """Tears down what the next test does not share; pytest sets up what it needs with the test.

    pytest tears fixtures of a class or module down with the last test that
    uses them. Which that is a worker cannot know: it is told the next tests when
    these have ended. So it is done before the next test begins, and a failure
    is told of by itself, not as one of whichever test was last.
    """

    def __init__(self, suite, tell, watcher):
        self.suite = suite
        self.tell = tell
        self.watcher = watcher

    def changes(self, test):
        """Reports whether leave would tear anything down for the test."""
        return test.item is not None and bool(self.suite.unshared(test.item))

    def leave(self, test):
        """Tears down what the next test (None: there is none) does not share."""
        item = test.item if test is not None else None
        nodes = self.suite.unshared(item)
        if nodes:
            with self.telling(nodes[-1]):
                self.suite.part(item, lambda: self.tear_down(nodes))
        self.watcher.forget()

    def tear_down(self, nodes):
        for node in reversed(nodes):
            with self.telling(node):
                self.suite.tear_down(node.parent)

    @contextlib.contextmanager
    def telling(self, node):
        try:
            yield
        except BaseException as err:
            name = "teardown of " + (node.nodeid or "the session")
            self.tell(name, pytest_reports.of_error(node, err))

    def enter(self, test):
        pass

    def failed(self):
        return None  # each test that needs a fixture is told of its failure by pytest


class Scopes:
    """A plugin that has leaks looked for around fixtures of wider scope than a test.

    What a fixture of a module opens is to be open when the first of its tests
    has ended: it is none of its leaks. The same goes for its tear-down.
    """

    def __init__(self, watcher):
        self.watcher = watcher  # returns the leaks.Leaks of the process, once there are any

    @pytest.hookimpl(hookwrapper=True)
    def pytest_fixture_setup(self, fixturedef, request):
        watcher = self.watcher()
        # Of a function outside of classes a fixture of class scope is its own.
        if watcher is None or isinstance(request.node, pytest.Item):
            yield
            return
        watcher.pause()
        fixturedef.addfinalizer(watcher.resume)  # the first is called last
        try:
            yield
        finally:
            fixturedef.addfinalizer(watcher.pause)
            watcher.resume()
