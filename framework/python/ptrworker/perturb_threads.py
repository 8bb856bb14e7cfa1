"""Threads that change places often, or begin late."""

import sys
import threading
import time

__unittest = True

INTERVAL = 5e-6  # seconds; Python's own is a thousand times as long


def change_often():
    """Lets another thread have its turn every few microseconds, if there is one."""
    sys.setswitchinterval(INTERVAL)


def begin_late(most, random):
    """Lets threads run what they are for after between half of the seconds and all of them."""
    start = threading.Thread.start
    sleep = time.sleep

    def start_late(self):
        run = self.run

        def run_late():
            self.__dict__.pop("run", None)
            sleep(most * (0.5 + random.random() / 2))
            run()

        self.run = run_late
        start(self)

    threading.Thread.start = start_late
