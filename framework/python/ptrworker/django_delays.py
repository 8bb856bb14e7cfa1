"""Statements that are kept waiting."""

import time

__unittest = True


def keep_waiting(most, random):
    """Keeps each statement of Django's cursors waiting for up to so many seconds."""
    from django.db.backends.utils import CursorWrapper

    sleep = time.sleep

    def late(method):
        def run(self, *args, **kwargs):
            sleep(random.random() * most)
            return method(self, *args, **kwargs)

        return run

    CursorWrapper._execute = late(CursorWrapper._execute)
    CursorWrapper._executemany = late(CursorWrapper._executemany)
