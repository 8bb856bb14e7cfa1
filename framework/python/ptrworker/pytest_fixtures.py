"""Fixtures that several tests share: their time is no test's own."""

import pytest

from ptrworker import failures
from ptrworker.outcomes import FAIL, Outcome

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
        for node in reversed(self.suite.unshared(test.item if test is not None else None)):
            try:
                self.suite.tear_down(node.parent)
            except BaseException as err:
                outcome = Outcome(FAIL, failures.summary(err), told_by_pytest(node, err))
                self.tell("teardown of " + (node.nodeid or "the session"), outcome)
        self.watcher.forget()

    def enter(self, test):
        pass

    def failed(self):
        return None  # each test that needs a fixture is told of its failure by pytest


def told_by_pytest(node, error):
    """Returns an exception as pytest prints it."""
    try:
        return str(node.repr_failure(pytest.ExceptionInfo.from_exc_info((type(error), error, error.__traceback__)))) + "\n"
    except BaseException:
        return failures.whole(error)


class Scopes:
    """A plugin that has leaks looked for around fixtures of wider scope than a test.

    What a fixture of a module opens is to be open when the first of its tests
    has ended: it is none of its leaks. The same goes for its tear-down.
    """

    def __init__(self):
        self.watcher = lambda: None  # returns the leaks.Leaks of the process

    @pytest.hookimpl(hookwrapper=True)
    def pytest_fixture_setup(self, fixturedef):
        watcher = self.watcher()
        if watcher is None or fixturedef.scope == "function":
            yield
            return
        watcher.pause()
        fixturedef.addfinalizer(watcher.resume)  # the first is called last
        try:
            yield
        finally:
            fixturedef.addfinalizer(watcher.pause)
            watcher.resume()
