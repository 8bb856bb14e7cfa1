"""Relies on the hash seed, the time zone and the locale."""

import datetime
import os
import subprocess
import sys
import unittest

WORDS = ["one", "two", "three", "four", "five", "six", "seven", "eight"]
NOON = 1772452800  # on 2 March 2026 in UTC


class HashTest(unittest.TestCase):
    def test_order_of_a_set(self):
        """Fails with any hash seed but the one that ptr.toml sets."""
        code = "print(*set(%r))" % (WORDS,)
        env = dict(os.environ, PYTHONHASHSEED="0")
        usual = subprocess.check_output([sys.executable, "-c", code], env=env, text=True).split()
        self.assertEqual(list(set(WORDS)), usual)

    def test_order_of_a_sorted_set(self):
        self.assertEqual(sorted(set(WORDS)), sorted(WORDS))


class ZoneTest(unittest.TestCase):
    def test_order_is_of_today(self):
        self.assertEqual(str(datetime.datetime.fromtimestamp(NOON).date()), "2026-03-02")

    def test_order_is_of_today_in_utc(self):
        self.assertEqual(str(datetime.datetime.fromtimestamp(NOON, datetime.timezone.utc).date()), "2026-03-02")


class LocaleTest(unittest.TestCase):
    def language(self):
        return os.environ.get("LC_ALL") or "en"

    def test_language(self):
        self.assertNotEqual(self.language()[:2], "tr")

    def test_language_that_is_set(self):
        os.environ["LC_ALL"], was = "en", os.environ.get("LC_ALL")
        try:
            self.assertEqual(self.language(), "en")
        finally:
            if was is None:
                del os.environ["LC_ALL"]
            else:
                os.environ["LC_ALL"] = was
