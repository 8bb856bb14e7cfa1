"""Tests that go wrong on purpose, in every way that we know.

    manage.py test clinic.pitfalls           all that a serial run survives
    manage.py test clinic.pitfalls.failures  one module of them
    manage.py test clinic.pitfalls.deaths    those that end their process
    manage.py test clinic/pitfalls/broken    modules that cannot be imported

`manage.py test` runs none of them.
"""
import unittest

MODULES = [
    'failures', 'unpicklable', 'classes', 'module_setup', 'module_teardown', 'module_cleanup',
    'constraints', 'databases', 'output', 'process', 'leaks', 'order',
]


def load_tests(loader, tests, pattern):
    # Discovery, which names a pattern, passes by.
    if pattern is not None:
        return tests
    return unittest.TestSuite(loader.loadTestsFromName('%s.%s' % (__name__, name)) for name in MODULES)
