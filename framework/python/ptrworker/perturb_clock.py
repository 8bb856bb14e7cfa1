"""A coarse wall clock. time.monotonic, time.perf_counter and sleeping stay as they are."""

import ctypes
import datetime
import gc
import time

__unittest = True


class Clock:
    """Ticks from when a test begins, every so many seconds; never, if that is None."""

    def __init__(self, tick):
        self.tick = None if tick is None else max(1, round(tick * 1e9))  # nanoseconds
        self.now = time.time_ns
        self.origin = self.now()

    def begin_tick(self):
        self.origin = self.now()

    def time_ns(self):
        now = self.now()
        if now < self.origin:
            return now  # somebody has set the clock
        if self.tick is None:
            return self.origin
        return now - (now - self.origin) % self.tick

    def time(self):
        return self.time_ns() / 1e9

    def install(self):
        """Takes the place of the functions that tell the time.

        datetime.datetime stays the very type that it is, which extension modules know;
        two of its methods become others. date.today and datetime.today ask time.time.
        """
        clock = self

        def time_ns():
            return clock.time_ns()

        def time_():
            return clock.time()

        def now(cls, tz=None):
            # Not by way of a float, which has no room for microseconds and a date.
            at = cls.fromtimestamp(clock.time_ns() // 1000000000, tz)
            return at.replace(microsecond=clock.time_ns() // 1000 % 1000000)

        def utcnow(cls):
            return now(cls, datetime.timezone.utc).replace(tzinfo=None)

        time_.__name__ = "time"
        time.time, time.time_ns = time_, time_ns
        replace_method(datetime.datetime, "now", classmethod(now))
        replace_method(datetime.datetime, "utcnow", classmethod(utcnow))


def replace_method(cls, name, method):
    """Replaces a method of a type that is written in C, whose namespace is read-only from Python."""
    namespace = gc.get_referents(cls.__dict__)[0]
    namespace[name] = method
    ctypes.pythonapi.PyType_Modified(ctypes.py_object(cls))
