"""Runs a suite as it runs by itself, in one process, and writes down what
becomes of each test.

    PTRBENCH_SERIAL='{"file": FILE, ...}' python record.py SCRIPT [ARGUMENT...]
    PTRBENCH_SERIAL='{"file": FILE, ...}' python record.py -m MODULE [ARGUMENT...]

SCRIPT is manage.py, runtests.py or any other program that ends up in a
unittest.TextTestRunner. Only the first one to run is listened to, since suites
test such runners, too. FILE gets one JSON object for each line:

    {"listed": 3, "reverse": false, "python": "3.11.2", "django": "3.2.25", "engines": {"default": "django.db.backends.sqlite3"}, ...}
    {"test": ID, "outcome": "pass", "seconds": 0.01}
    {"test": "ID (i=3)", "parent": ID, "outcome": "fail", "failure": "AssertionError: 1 != 2"}
    {"fixture": "tearDownClass (shop.tests.OrderTests)", "outcome": "fail", "failure": ...}
    {"ended": true, "seconds": 362.1, "cpu": 300.2, "children": 60.9}

Subtests that passed are not in it. A test that never began because its
setUpClass or setUpModule went wrong has the outcome of that.

Settings: "file"; "about", an object whose members go into the first line;
"reverse", which reverses the order of the suite (only where the runner has no
way of its own); "server", Django's settings of a database, which replace those
of every alias, NAME being the alias.
"""
import json
import os
import runpy
import sys
import types
import unittest
from time import perf_counter

# Tests replace some of these while they run.
_open, _write, _close, _times, _dumps = os.open, os.write, os.close, os.times, json.dumps
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


def flat(suite):
    for test in suite:
        if isinstance(test, unittest.TestSuite):
            yield from flat(test)
        elif test is not None:
            yield test


def reversed_suite(suite):
    """The suite with its tests, classes and modules in opposite order."""
    return unittest.TestSuite(
        reversed_suite(test) if isinstance(test, unittest.TestSuite) else test
        for test in reversed(list(suite))
    )


def versions():
    found = {'python': '.'.join(map(str, sys.version_info[:3]))}
    if 'django' in sys.modules:
        found['django'] = sys.modules['django'].__version__
    if 'django.db' in sys.modules:
        connections = sys.modules['django.db'].connections
        found['engines'] = {alias: connections[alias].settings_dict['ENGINE'] for alias in connections}
    return found


def listen(record):
    """Has the first runner that runs write down what it is told."""
    original = unittest.TextTestRunner.run

    def run(runner, suite):
        unittest.TextTestRunner.run = original
        if record.settings.get('reverse'):
            suite = reversed_suite(suite)
        listed = [(t.id(), type(t).__module__, unittest.util.strclass(type(t))) for t in flat(suite)]
        record.write(listed=len(listed), **record.settings.get('about', {}), **versions())
        base = runner.resultclass
        runner.resultclass = type(base.__name__, (Recording, base), {'record': record, 'listed': listed})
        begun, before = perf_counter(), _times()
        try:
            return original(runner, suite)
        finally:
            after = _times()
            record.write(
                ended=True,
                seconds=round(perf_counter() - begun, 3),
                cpu=round(after[0] + after[1] - before[0] - before[1], 3),
                children=round(after[2] + after[3] - before[2] - before[3], 3),
            )

    unittest.TextTestRunner.run = run


def move_databases(server):
    """Has Django's settings, once they are loaded, lead to databases on a
    server. Mirrors, and other settings for tests, stay what they were."""
    import django.conf

    original = django.conf.Settings.__init__

    def __init__(self, *args, **kwargs):
        original(self, *args, **kwargs)
        for alias, database in self.DATABASES.items():
            kept = {key: value for key, value in database.items() if key in KEPT_OF_DATABASES}
            kept['TEST'] = {key: value for key, value in kept.get('TEST', {}).items() if key in KEPT_OF_TEST}
            self.DATABASES[alias] = {**kept, **server, 'NAME': alias}

    django.conf.Settings.__init__ = __init__


# What is said of a database whatever its engine: the rest is the old engine's.
KEPT_OF_DATABASES = {'ATOMIC_REQUESTS', 'AUTOCOMMIT', 'CONN_MAX_AGE', 'TIME_ZONE', 'TEST'}
KEPT_OF_TEST = {'DEPENDENCIES', 'MIGRATE', 'MIRROR', 'SERIALIZE'}


def run_script(path):
    """As `python path` does: the script is __main__, and nothing else is."""
    path = os.path.abspath(path)
    main = types.ModuleType('__main__')
    main.__dict__.update(__file__=path, __builtins__=__builtins__)
    sys.modules['__main__'] = main
    sys.path[0] = os.path.dirname(path)
    with open(path, 'rb') as script:
        code = compile(script.read(), path, 'exec')
    exec(code, main.__dict__)


def main():
    settings = json.loads(os.environ.pop('PTRBENCH_SERIAL'))
    listen(Record(settings))
    if settings.get('server'):
        sys.path[0] = os.getcwd()
        move_databases(settings['server'])
    del sys.argv[0]
    if sys.argv[0] == '-m':
        del sys.argv[0]
        sys.path[0] = os.getcwd()
        runpy.run_module(sys.argv[0], run_name='__main__', alter_sys=True)
    else:
        run_script(sys.argv[0])


main()
