"""pytest's reports on the phases of a test, made into one outcome."""

import io

import pytest
from _pytest._io import TerminalWriter

from ptrworker import failures, outcomes
from ptrworker.outcomes import Outcome

__unittest = True


def outcome_of(reports):
    """Returns the Outcome of a test whose phases, and subtests, were reported on.

    It fails if any of them does. One that passes although it is expected to
    fail passes, as for pytest's exit status, unless xfail is strict: then
    pytest itself calls it a failure.
    """
    failed = [report for report in reports if report.failed]
    if failed:
        alone = of_the_test(failed)
        texts = "\n".join(text_of(report) for report in alone)
        raised = [one for report in alone for one in raised_in(report)]
        return Outcome(outcomes.FAIL, failure_of_all(failed), texts, raised or raised_in(failed[0]))
    for report in reports:
        if is_subtest(report) or report.when == "teardown":
            continue
        if hasattr(report, "wasxfail"):
            return expected(report)
        if report.skipped:
            return Outcome(outcomes.SKIP, skip_reason(report))
    return outcomes.PASSED


def expected(report):
    """Returns the Outcome of a test that is expected to fail."""
    reason = str(report.wasxfail)
    if reason.startswith("reason: "):  # it called pytest.xfail
        reason = reason[len("reason: ") :]
    if report.skipped:
        return Outcome(outcomes.EXPECTED_FAILURE, reason)
    return Outcome(outcomes.PASS, "expected to fail, and passed" + (": " + reason if reason else ""))


def subtests(reports):
    """Yields (subtest, Outcome) for the subtests that failed or were skipped."""
    for report in reports:
        if not is_subtest(report):
            continue
        if report.failed:
            yield Subtest(report), Outcome(outcomes.FAIL, failure_of(report), text_of(report), raised_in(report))
        elif report.skipped:
            expects = hasattr(report, "wasxfail")  # it called pytest.xfail
            yield Subtest(report), expected(report) if expects else Outcome(outcomes.SKIP, skip_reason(report))


def raised_in(report):
    """Returns the exceptions of a report as fields, see exceptions.of; none if it was made in another way."""
    return getattr(report, "ptr_raised", [])


class Subtest:
    """What the core wants to know of a subtest."""

    def __init__(self, report):
        self.report = report

    def _subDescription(self):
        return description_of(self.report)()


def is_subtest(report):
    """Reports whether a report is on a subtest, and not on its test."""
    return description_of(report) is not None


def description_of(report):
    """Returns what names a subtest, of pytest-subtests or of pytest 9 and later; None if it is none."""
    return getattr(report, "sub_test_description", None) or getattr(report, "_sub_test_description", None)


def of_the_test(failed):
    """Returns the failed reports that are not on subtests.

    From pytest 9 on a test whose subtests fail is told to have failed for that: it says nothing new.
    """
    alone = [report for report in failed if not is_subtest(report)]
    if len(alone) < len(failed):
        alone = [report for report in alone if not str(report.longrepr).startswith("contains ")]
    return alone


def of_collection(report):
    """Returns the Outcome of a module or class that was not collected."""
    if report.skipped:
        return Outcome(outcomes.SKIP, skip_reason(report))
    return Outcome(outcomes.FAIL, failure_of(report), text_of(report))


def of_error(node, error):
    """Returns the Outcome of an exception that pytest has not made a report of, told as by pytest."""
    name = "pytest.exit: %s" % error.msg if isinstance(error, pytest.exit.Exception) else failures.summary(error)
    try:
        info = pytest.ExceptionInfo.from_exc_info((type(error), error, error.__traceback__))
        text = printed(node.repr_failure(info)) + "\n"
    except BaseException:
        text = failures.whole(error)
    return Outcome(outcomes.FAIL, name, text)


def failure_of_all(failed):
    alone = of_the_test(failed)
    if alone:
        return failure_of(alone[0])
    failed = [report for report in failed if is_subtest(report)]
    return outcomes.subtests_failed([Outcome(outcomes.FAIL, failure_of(report)) for report in failed])


def failure_of(report):
    """Returns one or few lines, such as "setup: LookupError: no bed"."""
    crash = getattr(report.longrepr, "reprcrash", None)
    text = crash.message if crash is not None else last_words(report)
    lines = text.split("\n\n", 1)[0].splitlines()[: failures.SUMMARY_LINES]
    return phase(report, ": ") + "\n".join(lines)[: failures.LONGEST_SUMMARY]


def last_words(report):
    """Returns the line of a report that says what happened, where pytest does not say which it is."""
    lines = [line for line in longtext(report).splitlines() if line.strip()]
    raised = [line[2:].strip() for line in lines if line.startswith("E ") and line[2:].strip()]
    return (raised or lines or [""])[-1 if raised else 0].strip()


def text_of(report):
    """Returns what pytest prints of a failure, with what was captured of logs."""
    parts = [longtext(report)]
    if phase(report):
        parts.insert(0, "--- error at %s ---" % report.when)
    for title, content in report.sections:
        parts.append("--- %s ---\n%s" % (title, content.rstrip("\n")))
    return failures.shortened("\n".join(parts) + "\n", failures.LONGEST_TEXT)


def longtext(report):
    return printed(report.longrepr) if report.longrepr is not None else ""


def printed(representation):
    """Returns what pytest prints of a failure. As a str it lacks the first line's indentation."""
    if not hasattr(representation, "toterminal"):
        return str(representation).strip("\n")
    file = io.StringIO()
    representation.toterminal(TerminalWriter(file))
    return file.getvalue().strip("\n")


def phase(report, behind=""):
    when = getattr(report, "when", "call")
    return when + behind if when in ("setup", "teardown") else ""


def skip_reason(report):
    text = report.longrepr[2] if isinstance(report.longrepr, tuple) else last_words(report)
    text = text[len("Skipped: ") :] if text.startswith("Skipped: ") else text
    return failures.shortened(text, failures.LONGEST_SUMMARY)


def collection_error(report):
    """Returns the exception for a session of which nothing could be collected."""
    return CollectionError("%s\n%s" % (failure_of(report), text_of(report)))


class CollectionError(Exception):
    """A conftest.py or a plugin keeps pytest from collecting anything."""
