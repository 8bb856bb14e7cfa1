"""A plugin of pytest's that writes down what becomes of each test, line by line:
see record.py. It is imported before pytest can rewrite it: PYTEST_DONT_REWRITE."""
import pytest

from ptrbench_recording import line

record = None  # a Record
reports = {}  # of the phases of the test that is under way, by its ID
uncollected = []  # reports on modules and classes


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config):
    """Keeps the run in this process, whole, if the suite's own options have pytest-xdist start others or end it early."""
    config.option.maxfail = 0
    if hasattr(config.option, 'numprocesses'):
        config.option.numprocesses, config.option.dist, config.option.tx = None, 'no', []


def pytest_collectreport(report):
    if report.nodeid and not report.passed:
        uncollected.append(report)


def pytest_collection_finish(session):
    record.begin(len(session.items))
    for report in uncollected:
        write(report.nodeid, 'fail' if report.failed else 'skip', report)


def pytest_runtest_logreport(report):
    reports.setdefault(report.nodeid, []).append(report)


def pytest_runtest_logfinish(nodeid):
    ended = reports.pop(nodeid, [])
    for report in ended:
        if subtest(report) and not report.passed:
            outcome = 'fail' if report.failed else 'expected failure' if hasattr(report, 'wasxfail') else 'skip'
            write('%s %s' % (nodeid, subtest(report)()), outcome, report, parent=nodeid)
    outcome, report = outcome_of([r for r in ended if not subtest(r) or r.failed])
    write(nodeid, outcome, report, seconds=round(sum(r.duration for r in ended), 6))


def subtest(report):
    """What names a subtest, of pytest-subtests or of pytest 9; None if it is none."""
    return getattr(report, 'sub_test_description', None) or getattr(report, '_sub_test_description', None)


def pytest_sessionfinish():
    if hasattr(record, 'begun'):
        record.end()


def outcome_of(phases):
    """The outcome of a test, and the report that it comes from, or None."""
    for report in phases:
        if report.failed:
            return 'fail', report
    for report in phases:
        if hasattr(report, 'wasxfail') and report.when != 'teardown':
            return ('expected failure', report) if report.skipped else ('pass', None)
        if report.skipped and report.when != 'teardown':
            return 'skip', report
    return 'pass', None


def write(name, outcome, report, **more):
    record.write(**line('test', name, outcome, reason_of(report)), **more)


def reason_of(report):
    """Why, in a line."""
    if report is None:
        return None
    if hasattr(report, 'wasxfail'):
        return str(report.wasxfail)
    if isinstance(report.longrepr, tuple):  # of a skip: path, line, reason
        return str(report.longrepr[2])
    crash = getattr(report.longrepr, 'reprcrash', None)
    text = crash.message if crash is not None else str(report.longrepr)
    return text.strip().partition('\n')[0].encode('utf-8', 'replace').decode('utf-8')[:500]
