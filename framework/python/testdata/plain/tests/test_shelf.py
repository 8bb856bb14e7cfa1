import unittest

from store import Empty, Shelf, sorted_items


class PutTests(unittest.TestCase):
    def setUp(self):
        self.shelf = Shelf(room=5)

    def test_it_is_empty_at_first(self):
        self.assertEqual(len(self.shelf), 0)

    def test_one(self):
        self.shelf.put('gauze')
        self.assertEqual(sorted_items(self.shelf), [('gauze', 1)])

    def test_several(self):
        self.shelf.put('gauze', 3)
        self.shelf.put('gauze', 2)
        self.assertEqual(len(self.shelf), 5)

    def test_too_many(self):
        self.shelf.put('gauze', 4)
        with self.assertRaisesRegex(OverflowError, 'no room for 2 of swabs'):
            self.shelf.put('swabs', 2)
        self.assertEqual(len(self.shelf), 4)

    def test_none(self):
        for n in 0, -1:
            with self.subTest(n=n), self.assertRaises(ValueError):
                self.shelf.put('gauze', n)


class TakeTests(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.shelves = []

    @classmethod
    def tearDownClass(cls):
        cls.shelves.clear()

    def setUp(self):
        self.shelf = Shelf()
        self.shelf.put('gauze', 2)
        self.shelves.append(self.shelf)

    def tearDown(self):
        self.assertLessEqual(len(self.shelf), 2)

    def test_what_is_there(self):
        self.assertEqual(self.shelf.take('gauze'), 'gauze')
        self.assertEqual(len(self.shelf), 1)

    def test_what_is_not_there(self):
        with self.assertRaises(Empty):
            self.shelf.take('swabs')

    def test_until_nothing_is_left(self):
        self.shelf.take('gauze')
        self.shelf.take('gauze')
        with self.assertRaises(Empty):
            self.shelf.take('gauze')

    def test_what_is_gone_is_not_listed(self):
        self.shelf.take('gauze')
        self.shelf.take('gauze')
        self.assertEqual(sorted_items(self.shelf), [])

    def test_each_has_a_shelf_of_its_own(self):
        self.assertEqual(len(self.shelf), 2)
        self.assertEqual(len({id(shelf) for shelf in self.shelves}), len(self.shelves))

    @unittest.expectedFailure
    def test_two_at_once(self):
        self.shelf.take('gauze', 2)

    @unittest.skip('there are no keys')
    def test_with_a_key(self):
        self.fail()


class EmptyTests(unittest.TestCase):
    """Nothing in it."""
