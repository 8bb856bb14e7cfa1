"""Relies on what is written being safe at once."""

import os
import sqlite3
import tempfile
import time
import unittest


def commit_pages():
    """Saves thirty pages, half of them each in a transaction of its own that nobody named."""
    database = sqlite3.connect(":memory:", isolation_level=None)
    try:
        database.execute("CREATE TABLE pages (n INTEGER)")
        for n in range(15):
            database.execute("INSERT INTO pages VALUES (?)", (n,))
            database.execute("BEGIN")
            database.execute("INSERT INTO pages VALUES (?)", (n,))
            database.execute("COMMIT")
        return database.execute("SELECT count(*) FROM pages").fetchone()[0]
    finally:
        database.close()


def sync_pages():
    """Writes thirty pages to a file, each of which is safe before the next."""
    with tempfile.TemporaryFile() as file:
        for _ in range(30):
            file.write(b"page")
            file.flush()
            os.fsync(file.fileno())
        return file.tell() // 4


class DiskTest(unittest.TestCase):
    def in_a_second(self, save):
        begin = time.monotonic()
        self.assertEqual(save(), 30)
        self.assertLess(time.monotonic() - begin, 1)

    def test_commits_in_a_second(self):
        self.in_a_second(commit_pages)

    def test_syncs_in_a_second(self):
        self.in_a_second(sync_pages)

    def test_commits(self):
        """The robust twin has the time that it takes."""
        self.assertEqual(commit_pages(), 30)
