"""What a unittest.TestResult is told, written down line by line: see record.py."""
import json
import os
import sys
import unittest
from time import perf_counter

# Tests replace some of these while they run.
_open, _write, _close, _dumps = os.open, os.write, os.close, json.dumps
_flags = os.O_WRONLY | os.O_APPEND | os.O_CREAT | getattr(os, 'O_BINARY', 0)

# Outcomes, the gravest last.
RANKS = ['pass', 'skip', 'expected failure', 'unexpected success', 'fail']


class Record:
    """The file. It is opened for each line: some tests close every
    descriptor that they find."""

    def __init__(self, settings):
        self.settings = settings
        self.path = os.path.abspath(settings['file'])

    def write(self, **line):
        descriptor = _open(self.path, _flags, 0o644)
        try:
            _write(descriptor, (_dumps(line) + '\n').encode('ascii'))
        finally:
            _close(descriptor)

    def begin(self, tests):
        self.write(listed=tests, **self.settings.get('about', {}), **versions())
        self.begun, self.before = perf_counter(), os.times()

    def end(self):
        spent = [after - before for after, before in zip(os.times(), self.before)]
        self.write(
            ended=True,
            seconds=round(perf_counter() - self.begun, 3),
            cpu=round(spent[0] + spent[1], 3),
            children=round(spent[2] + spent[3], 3),
        )


def versions():
    found = {'python': '.'.join(map(str, sys.version_info[:3]))}
    if 'django' in sys.modules:
        found['django'] = sys.modules['django'].__version__
    if 'django.db' in sys.modules:
        connections = sys.modules['django.db'].connections
        found['engines'] = {alias: connections[alias].settings_dict['ENGINE'] for alias in connections}
    return found


def one_line(err):
    """What went wrong, in a line; it never raises."""
    try:
        text = ('%s: %s' % (err[0].__name__, err[1])).strip()
    except Exception as e:
        text = '%s (its text: %s)' % (err[0].__name__, type(e).__name__)
    return text.partition('\n')[0].encode('utf-8', 'replace').decode('utf-8')[:500]


class Recording:
    """Comes before the class of results that the runner would have used.

    Django tells of what goes wrong around a test without the test being under
    way: before its startTest, and after its stopTest. So a line is written when
    the next one begins."""

    record = None  # a Record
    listed = ()  # (ID, module, class) of each test, in order
    running = None  # the test that has begun and not ended
    last = None  # the test whose line is yet to be written, and that line

    def startTestRun(self):
        self.seen, self.fixtures = {}, {}
        super().startTestRun()

    def stopTestRun(self):
        super().stopTestRun()
        self._flush()
        self._expand()

    def startTest(self, test):
        self._begin(test)
        self.running, self.begun = test, perf_counter()
        super().startTest(test)

    def stopTest(self, test):
        super().stopTest(test)
        self.last[1]['seconds'] = round(perf_counter() - self.begun, 6)
        self.running = None

    def addSuccess(self, test):
        super().addSuccess(test)
        self._add(test, 'pass')

    def addError(self, test, err):
        super().addError(test, err)
        self._add(test, 'fail', one_line(err))

    def addFailure(self, test, err):
        super().addFailure(test, err)
        self._add(test, 'fail', one_line(err))

    def addSkip(self, test, reason):
        super().addSkip(test, reason)
        self._add(test, 'skip', str(reason))

    def addExpectedFailure(self, test, err):
        super().addExpectedFailure(test, err)
        self._add(test, 'expected failure')

    def addUnexpectedSuccess(self, test):
        super().addUnexpectedSuccess(test)
        self._add(test, 'unexpected success')

    def addSubTest(self, test, subtest, err):
        super().addSubTest(test, subtest, err)
        if err is not None:
            self.record.write(**line('test', subtest.id(), 'fail', one_line(err)), parent=test.id())
            self._settle(line('test', test.id(), 'fail', None))

    def _begin(self, test):
        self._flush()
        # A test whose subtests were skipped has no outcome of its own.
        self.last = test, line('test', test.id(), 'pass', None)

    def _add(self, test, outcome, reason=None):
        if hasattr(test, 'test_case'):
            self.record.write(**line('test', test.id(), outcome, reason), parent=test.test_case.id())
            return
        if not isinstance(test, unittest.TestCase):
            # Something like "setUpClass (shop.tests.OrderTests)".
            self._flush()
            self.fixtures.setdefault(test.id(), (outcome, reason))
            self.record.write(**line('fixture', test.id(), outcome, reason))
            return
        if self.last is None or self.last[0] is not test:
            self._begin(test)
        self._settle(line('test', test.id(), outcome, reason))

    def _settle(self, found):
        """Of several outcomes of one test the first of the gravest counts."""
        if RANKS.index(found['outcome']) > RANKS.index(self.last[1]['outcome']):
            self.last[1].update(found)

    def _flush(self):
        if self.last is not None:
            _, found = self.last
            self.last = None
            self.seen[found['test']] = self.seen.get(found['test'], 0) + 1
            self.record.write(**{'seconds': 0, **found})

    def _expand(self):
        """Gives the tests that never began the outcome of what kept them."""
        for name, module, cls in self.listed:
            if self.seen.get(name):
                self.seen[name] -= 1
                continue
            for fixture in 'setUpClass (%s)' % cls, 'setUpModule (%s)' % module:
                if fixture in self.fixtures:
                    outcome, reason = self.fixtures[fixture]
                    reason = '%s: %s' % (fixture.partition(' ')[0], reason)
                    self.record.write(**line('test', name, outcome, reason), seconds=0)
                    break


def line(kind, name, outcome, reason):
    found = {kind: name, 'outcome': outcome}
    if reason:
        found['failure' if outcome == 'fail' else 'reason'] = reason
    return found
