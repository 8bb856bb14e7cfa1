"""Relies on what threads do, and when."""

import threading
import time
import unittest


class Counter:
    """Counts, with a gap between looking and writing."""

    def __init__(self):
        self.value = 0
        self.lock = threading.Lock()

    def up(self, times):
        for _ in range(times):
            value = self.value
            for _ in range(10):
                pass
            self.value = value + 1

    def up_alone(self, times):
        for _ in range(times):
            with self.lock:
                self.value += 1


def run(count, times):
    threads = [threading.Thread(target=count, args=(times,)) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


class SchedulerTest(unittest.TestCase):
    TIMES = 300  # too few for Python to change threads between them

    def test_nobody_counts_in_between(self):
        counter = Counter()
        for _ in range(100):
            counter.value = 0
            run(counter.up, self.TIMES)
            self.assertEqual(counter.value, 4 * self.TIMES)

    def test_nobody_can_count_in_between(self):
        counter = Counter()
        run(counter.up_alone, self.TIMES)
        self.assertEqual(counter.value, 4 * self.TIMES)


class DelaysTest(unittest.TestCase):
    def test_work_is_soon_done(self):
        done = threading.Event()
        thread = threading.Thread(target=done.set)
        thread.start()
        time.sleep(0.02)
        was = done.is_set()
        thread.join()
        self.assertTrue(was)

    def test_work_gets_done(self):
        done = threading.Event()
        thread = threading.Thread(target=done.set)
        thread.start()
        self.assertTrue(done.wait(10))
        thread.join()
