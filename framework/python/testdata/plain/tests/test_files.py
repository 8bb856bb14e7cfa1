"""Files in a folder that the module makes and removes."""
import io
import os
import shutil
import tempfile
import unittest

from store import Shelf, sorted_items

folder = None


def setUpModule():
    global folder
    folder = tempfile.mkdtemp(prefix='plain-')
    unittest.addModuleCleanup(shutil.rmtree, folder)


def tearDownModule():
    global folder
    folder = None


class FileTests(unittest.TestCase):
    def path(self):
        return os.path.join(folder, self._testMethodName)

    def test_there_and_back(self):
        shelf = Shelf(7)
        shelf.put('gauze', 3)
        with open(self.path(), 'w') as file:
            shelf.save(file)
        with open(self.path()) as file:
            found = Shelf.load(file)
        self.assertEqual((found.room, sorted_items(found)), (7, [('gauze', 3)]))

    def test_nothing_there(self):
        with self.assertRaises(FileNotFoundError):
            open(self.path())

    def test_the_folder_is_the_same_for_all(self):
        self.assertTrue(os.path.isdir(folder))

    def test_what_is_no_json(self):
        with self.assertRaises(ValueError):
            Shelf.load(io.StringIO('{'))

    def test_more_than_there_is_room_for(self):
        with self.assertRaises(OverflowError):
            Shelf.load(io.StringIO('{"room": 1, "items": {"gauze": 2}}'))


class TextTests(unittest.TestCase):
    def test_letters_of_any_kind(self):
        shelf = Shelf()
        shelf.put('Mullbinde für Füße')
        file = io.StringIO()
        shelf.save(file)
        file.seek(0)
        self.assertEqual(sorted_items(Shelf.load(file)), [('Mullbinde für Füße', 1)])

    def test_the_folder_is_there(self):
        self.assertIsNotNone(folder)


@unittest.skipUnless(hasattr(os, 'getuid'), 'needs users')
class UserTests(unittest.TestCase):
    def test_the_folder_is_ours(self):
        self.assertEqual(os.stat(folder).st_uid, os.getuid())
