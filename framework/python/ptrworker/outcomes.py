"""What unittest tells of the test that is under way, made into one outcome."""

import unittest

from ptrworker import failures

__unittest = True

PASS, FAIL, SKIP = "pass", "fail", "skip"
EXPECTED_FAILURE, UNEXPECTED_SUCCESS = "expected failure", "unexpected success"


class Outcome:
    """An outcome with its reason: one or few lines, and the whole of it."""

    __slots__ = ("outcome", "failure", "text")

    def __init__(self, outcome, failure="", text=""):
        self.outcome = outcome
        self.failure = failure
        self.text = text


PASSED = Outcome(PASS)


def together(outcomes):
    """Returns the one outcome of a test of which several were told, the worst."""
    if len(outcomes) == 1:
        return outcomes[0]
    for wanted in (FAIL, UNEXPECTED_SUCCESS, EXPECTED_FAILURE, SKIP):
        those = [outcome for outcome in outcomes if outcome.outcome == wanted]
        if those:
            return Outcome(
                wanted, those[0].failure, "\n".join(each.text for each in those if each.text)
            )
    return PASSED


class Result(unittest.TestResult):
    """The TestResult of all tests of a process.

    on_subtest is called with a subtest and its Outcome, on_fixture with the
    name of a fixture and its Outcome, on_error with what was raised by something
    that fails.
    """

    def __init__(self, show_locals=False, buffer=False):
        super().__init__()
        self.on_subtest = self.on_fixture = lambda subject, outcome: None
        self.on_error = lambda error: None
        self.show_locals = show_locals
        self.buffer = buffer
        self.outcomes = []
        self.failed_subtests = []

    def take(self):
        """Returns the Outcome of the test that has ended, and forgets it."""
        outcomes, self.outcomes = self.outcomes, []
        failed, self.failed_subtests = self.failed_subtests, []
        if not outcomes and not failed:
            return PASSED
        if failed:
            outcomes.append(Outcome(FAIL, subtests_failed(failed)))
        return together(outcomes)

    def startTest(self, test):
        self._mirrorOutput = False
        self._setupStdout()

    def stopTest(self, test):
        self._restoreStdout()
        self._mirrorOutput = False

    def addSuccess(self, test):
        pass

    def addError(self, test, err):
        self.add(test, self.of_info(test, err))

    def addFailure(self, test, err):
        self.add(test, self.of_info(test, err))

    def addSkip(self, test, reason):
        self.add(test, Outcome(SKIP, failures.shortened(str(reason), failures.LONGEST_SUMMARY)))

    def addExpectedFailure(self, test, err):
        self.add(test, Outcome(EXPECTED_FAILURE, failures.summary(err[1])))

    def addUnexpectedSuccess(self, test):
        self.add(test, Outcome(UNEXPECTED_SUCCESS))

    def addSubTest(self, test, subtest, err):
        if err is not None:
            self.add(subtest, self.of_info(test, err))

    def addDuration(self, test, elapsed):
        pass  # it would be kept until the end

    def add(self, test, outcome):
        if outcome.outcome == FAIL:
            self._mirrorOutput = True
        if isinstance(test, unittest.suite._ErrorHolder):
            self.on_fixture(test.description, outcome)
        elif isinstance(test, unittest.case._SubTest):
            if outcome.outcome == FAIL:
                self.failed_subtests.append(outcome)
            self.on_subtest(test, outcome)
        else:
            self.outcomes.append(outcome)

    def of_info(self, test, err):
        return self.of_error(err[1], getattr(test, "failureException", None))

    def of_error(self, error, failure_exception=None):
        """Returns the Outcome of a test that raised an exception."""
        self.on_error(error)
        text = failures.whole(error, failure_exception, self.show_locals)
        return Outcome(FAIL, failures.summary(error), text)


def subtests_failed(failed):
    if len(failed) == 1:
        return "a subtest failed: " + failed[0].failure
    return "%d subtests failed, the first with %s" % (len(failed), failed[0].failure)
