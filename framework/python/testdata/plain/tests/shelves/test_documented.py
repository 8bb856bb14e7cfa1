"""Examples within docstrings, and plain functions, as unittest wraps them."""
import doctest
import unittest

from store import Shelf


def fill(n):
    """
    >>> len(fill(3))
    3
    >>> fill(0).items
    Counter()
    """
    shelf = Shelf()
    for _ in range(n):
        shelf.put('gauze')
    return shelf


def check_filling():
    assert len(fill(2)) == 2


def load_tests(loader, tests, pattern):
    tests.addTests(doctest.DocTestSuite(__name__))
    tests.addTest(unittest.FunctionTestCase(check_filling))
    return tests
