"""Relies on times being distinct."""

import datetime
import time
import unittest


def stamps(now):
    """Returns two times, between which a letter is written."""
    first = now()
    time.sleep(0.02)
    return [first, now()]


class ClockTest(unittest.TestCase):
    def check(self, now):
        first, second = stamps(now)
        self.assertLess(first, second)

    def test_seconds_are_distinct(self):
        self.check(time.time)

    def test_dates_are_distinct(self):
        self.check(datetime.datetime.now)

    def test_dates_in_utc_are_distinct(self):
        self.check(lambda: datetime.datetime.now(datetime.timezone.utc))

    def test_monotonic_times_are_distinct(self):
        """The robust twin asks a clock that is made for it."""
        self.check(time.monotonic)

    def test_dates_are_dates(self):
        """What is coarse is of the very types that it is elsewhere."""
        now = datetime.datetime.now()
        self.assertIs(type(now), datetime.datetime)
        self.assertLess(abs(now.timestamp() - time.time()), 60)
        self.assertIs(type(time.time()), float)
        self.assertEqual(datetime.date.today(), datetime.datetime.today().date())
        zone = datetime.timezone(datetime.timedelta(hours=2))
        self.assertIs(datetime.datetime.now(zone).tzinfo, zone)
        self.assertIsNone(datetime.datetime.utcnow().tzinfo)
