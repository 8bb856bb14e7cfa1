"""What unittest tells of the test that is under way, made into one outcome."""

import unittest

from ptrworker import exceptions, failures

__unittest = True

PASS, FAIL, SKIP = "pass", "fail", "skip"
EXPECTED_FAILURE, UNEXPECTED_SUCCESS = "expected failure", "unexpected success"


class Outcome:
    """An outcome with its reason: one or few lines, the whole of it, and what was raised as fields."""

    __slots__ = ("outcome", "failure", "text", "raised")

    def __init__(self, outcome, failure="", text="", raised=()):
        self.outcome = outcome
        self.failure = failure
        self.text = text
        self.raised = raised

    def members(self, ns):
        """Returns what the message attempt has of it; None is nothing to be told."""
        return {
            "outcome": self.outcome,
            "ns": ns,
            "failure": self.failure or None,
            "text": self.text or None,
            "raised": list(self.raised) or None,
        }


PASSED = Outcome(PASS)


def together(outcomes):
    """Returns the one outcome of a test of which several were told, the worst."""
    if len(outcomes) == 1:
        return outcomes[0]
    for wanted in (FAIL, UNEXPECTED_SUCCESS, EXPECTED_FAILURE, SKIP):
        those = [outcome for outcome in outcomes if outcome.outcome == wanted]
        if those:
            text = "\n".join(each.text for each in those if each.text)
            return Outcome(wanted, those[0].failure, text, [one for each in those for one in each.raised])
    return PASSED


class Result(unittest.TestResult):
    """The TestResult of all tests of a process.

    on_subtest is called with a subtest and its Outcome, on_fixture with the
    name of a fixture and its Outcome, on_error with what was raised by something
    that fails. Paths of files are told relative to root, where they are below it.
    """

    def __init__(self, show_locals=False, buffer=False, root=""):
        super().__init__()
        self.root = root
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
            outcomes.append(Outcome(FAIL, subtests_failed(failed), raised=failed[0].raised))
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
        known = failures.summarised(error, failure_exception, self.show_locals)
        raised = exceptions.of(known, error, self.root)
        return Outcome(FAIL, failures.summary(error), failures.printed(error, known), raised)


def subtests_failed(failed):
    if len(failed) == 1:
        return "a subtest failed: " + failed[0].failure
    return "%d subtests failed, the first with %s" % (len(failed), failed[0].failure)
