"""Which variables of the environment a suite reads while it is set up."""

import os
import sys

__unittest = True

BETWEEN = ("os", "collections.abc", "_collections_abc")  # modules that pass on what was asked for


class Reads:
    """Notes, as a context manager, which of some variables are read by others than the worker.

    Who has read one may have kept what it leads to, such as an engine of SQLAlchemy's. What reads
    all of them has read each.
    """

    def __init__(self, names=()):
        self.names = frozenset(names)
        self.seen = set()

    def __enter__(self):
        kind = type(os.environ)
        self.original = kind.__getitem__
        if self.names:
            kind.__getitem__ = self.noting()
        return self

    def __exit__(self, *raised):
        type(os.environ).__getitem__ = self.original

    def noting(self):
        original = self.original

        def __getitem__(environ, name):
            if name in self.names and not by_the_worker(sys._getframe(1)):
                self.seen.add(name)
            return original(environ, name)

        return __getitem__


def by_the_worker(frame):
    while frame is not None and frame.f_globals.get("__name__") in BETWEEN:
        frame = frame.f_back
    return frame is not None and frame.f_globals.get("__name__", "").split(".")[0] == "ptrworker"
