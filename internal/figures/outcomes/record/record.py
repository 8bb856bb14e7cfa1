"""Runs a suite as it runs by itself, in one process, and writes down what
becomes of each test.

    PTRBENCH_SERIAL='{"file": FILE, ...}' python record.py SCRIPT [ARGUMENT...]
    PTRBENCH_SERIAL='{"file": FILE, ...}' python record.py -m MODULE [ARGUMENT...]

SCRIPT is manage.py, runtests.py or any other program that ends up in a
unittest.TextTestRunner. Only the first one to run is listened to, since suites
test such runners, too. The MODULE pytest needs -p ptrbench_pytest among its
arguments. FILE gets one JSON object for each line:

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

from ptrbench_recording import Record, Recording


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


def listen(record):
    """Has the first runner that runs write down what it is told."""
    original = unittest.TextTestRunner.run

    def run(runner, suite):
        unittest.TextTestRunner.run = original
        if record.settings.get('reverse'):
            suite = reversed_suite(suite)
        listed = [(t.id(), type(t).__module__, unittest.util.strclass(type(t))) for t in flat(suite)]
        record.begin(len(listed))
        base = runner.resultclass
        runner.resultclass = type(base.__name__, (Recording, base), {'record': record, 'listed': listed})
        try:
            return original(runner, suite)
        finally:
            record.end()

    unittest.TextTestRunner.run = run


def move_databases(server):
    """Has Django's settings, once they are loaded, lead to databases on a
    server. Mirrors, and other settings for tests, stay what they were."""
    import django.conf

    original = django.conf.Settings.__init__

    def __init__(self, *args, **kwargs):
        original(self, *args, **kwargs)
        # Tests read the settings again, and share these.
        if self.DATABASES:
            django.conf.Settings.__init__ = original
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


def run_module(name, record):
    """As `python -m name` does."""
    if name == 'pytest':
        import ptrbench_pytest
        ptrbench_pytest.record = record
    sys.path[0] = os.getcwd()
    runpy.run_module(name, run_name='__main__', alter_sys=True)


def main():
    settings = json.loads(os.environ.pop('PTRBENCH_SERIAL'))
    record = Record(settings)
    listen(record)
    if settings.get('server'):
        move_databases(settings['server'])
    del sys.argv[0]
    if sys.argv[0] == '-m':
        del sys.argv[0]
        run_module(sys.argv[0], record)
    else:
        run_script(sys.argv[0])


main()
