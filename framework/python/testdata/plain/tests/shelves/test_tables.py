"""Tests that load_tests makes of a table, each with an ID of its own."""
import unittest

from store import Shelf

TABLE = {
    'nothing': ([], 0),
    'one': ([('gauze', 1)], 1),
    'two_kinds': ([('gauze', 1), ('swabs', 2)], 3),
    'full': ([('gauze', 10)], 10),
}


class TableTests(unittest.TestCase):
    puts, want = None, None

    def test_how_many(self):
        shelf = Shelf()
        for put in self.puts:
            shelf.put(*put)
        self.assertEqual(len(shelf), self.want)

    def test_room_is_left_or_not(self):
        self.assertLessEqual(self.want, Shelf().room)


def load_tests(loader, tests, pattern):
    suite = unittest.TestSuite()
    for name, (puts, want) in TABLE.items():
        made = type('TableTests_' + name, (TableTests,), {'puts': puts, 'want': want, '__module__': __name__})
        globals()[made.__name__] = made
        suite.addTests(loader.loadTestsFromTestCase(made))
    return suite
