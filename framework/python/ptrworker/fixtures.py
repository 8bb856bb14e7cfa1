"""Class and module fixtures over the tests of several batches."""

import unittest

from ptrworker import outcomes

__unittest = True


class Fixtures:
    """Sets up and tears down what tests share, as unittest.TestSuite does.

    It uses the methods of TestSuite themselves, which keep what they have to
    know in the result and in the test classes. A suite tears the last fixtures
    down where its run ends; here that is the end of the process.
    """

    def __init__(self, result, tell):
        """tell is called with the name and the Outcome of a tear-down that failed."""
        self.result = result
        self.tell = tell
        self.suite = unittest.TestSuite()
        self.current = None  # the class that is set up, or failed to be
        self.failed_module = []  # Outcomes of set-ups that failed or skipped
        self.failed_class = []
        self.entering = None  # the one of the two that is being filled

    def leave(self, test):
        """Tears down what the next test (None: there is none) does not share."""
        previous = self.current
        if previous is None:
            return
        self.guard("tearDownClass", previous, self.suite._tearDownPreviousClass, test)
        if test is None or type(test).__module__ != previous.__module__:
            self.guard("tearDownModule", previous, self.suite._handleModuleTearDown)
            # Otherwise _handleModuleFixture would do it once more.
            self.result._previousTestClass = None
        self.current = None

    def failed(self):
        """Returns the Outcome of each test of the current class, or None if its set-up went well."""
        failed = self.failed_module or self.failed_class
        return outcomes.together(failed) if failed else None

    def enter(self, test):
        """Sets up what the test shares with others of another class than the current one."""
        cls, result = type(test), self.result
        if result._previousTestClass is None or result._previousTestClass.__module__ != cls.__module__:
            self.failed_module = self.entering = []
            if not self.guard("setUpModule", cls, self.suite._handleModuleFixture, test):
                result._moduleSetUpFailed = True
        self.failed_class = self.entering = []
        if not self.guard("setUpClass", cls, self.suite._handleClassSetUp, test):
            cls._classSetupFailed = True
        self.entering = None
        self.current = result._previousTestClass = cls

    def changes(self, test):
        """Reports whether enter or leave would run code of the suite's for this test; see leave and enter."""
        return type(test) is not self.current

    def guard(self, name, cls, step, *arguments):
        """Runs a step of TestSuite's, which lets through what is no Exception.

        It reports whether the step came to its end.
        """
        try:
            step(*arguments, self.result)
        except BaseException as err:  # SystemExit, KeyboardInterrupt
            owner = cls.__module__ if name.endswith("Module") else unittest.util.strclass(cls)
            self.add("%s (%s)" % (name, owner), self.result.of_error(err))
            return False
        return True

    def add(self, name, outcome):
        """Takes what the result was told of a fixture, such as "setUpClass (shop.tests.Orders)"."""
        if self.entering is None:
            self.tell(name, outcome)
            return
        outcome.failure = "%s: %s" % (name.partition(" ")[0], outcome.failure)
        self.entering.append(outcome)
