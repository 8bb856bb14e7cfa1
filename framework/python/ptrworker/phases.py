"""Where the time of a preparation goes."""

import contextlib
import time

__unittest = True


class Phases:
    """Times phases that may be within each other: time counts for the innermost."""

    def __init__(self, clock=time.perf_counter):
        self.clock = clock
        self.seconds = {}
        self.open = []
        self.since = clock()

    @contextlib.contextmanager
    def phase(self, name):
        self.count()
        self.seconds.setdefault(name, 0.0)
        self.open.append(name)
        try:
            yield
        finally:
            self.count()
            self.open.pop()

    def timed(self, name, function):
        """Returns the function, with its time counted for the phase."""

        def timed(*arguments, **named):
            with self.phase(name):
                return function(*arguments, **named)

        return timed

    def count(self):
        now = self.clock()
        if self.open:
            self.seconds[self.open[-1]] += now - self.since
        self.since = now

    def current(self):
        return self.open[-1] if self.open else ""

    def lines(self):
        """Yields "phase NAME SECONDS" for each phase, in the order in which they began."""
        for name, seconds in self.seconds.items():
            yield "phase %s %.3f\n" % (name, seconds)
