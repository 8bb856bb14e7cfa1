"""The statements that tests have their databases run, whoever tells of them: for --debug-sql, and for what is looked at closely."""

import itertools
import os
import sys
import threading
import time
import zlib

__unittest = True

LONGEST_TEXT = 2000
LONGEST_ARGUMENT = 100
MOST_ARGUMENTS = 20

NUMBERS = itertools.count(1)  # of the statements that are told of
THREAD = threading.local()  # whether one is being run, of which whoever runs it tells


class Teller:
    """Tells of each statement as it begins, and of what became of it."""

    def __init__(self, tell, root):
        self.tell = tell
        self.root = os.path.join(os.path.realpath(root), "")

    def watch(self, run, cursor, database, sql, params, many):
        """Runs a statement and tells of it, and that it was of a database, which may have a name."""
        number = next(NUMBERS)
        self.tell(
            "statement",
            number=number,
            at=time.time_ns(),
            where=self.where(),
            text=shortened(sql, LONGEST_TEXT),
            args=arguments(params, many),
            database=database,
        )
        began = time.perf_counter_ns()
        failure = None
        THREAD.within = True
        try:
            return run()
        except Exception as err:
            failure = "%s: %s" % (type(err).__name__, err)
            raise
        finally:
            THREAD.within = False
            ns = time.perf_counter_ns() - began
            self.tell("answer", number=number, ns=ns, failure=failure)
            try:
                cursor._ptr_reading = Reading(number, ns)
            except AttributeError:
                pass  # it has no room for that: its rows are not told of

    def read(self, cursor, rows):
        """Tells of rows that were read of a cursor's last statement."""
        reading = getattr(cursor, "_ptr_reading", None)
        if reading is None:
            return
        for row in rows:
            reading.take(row)
        self.tell(
            "answer",
            number=reading.number,
            ns=reading.ns,
            text="1 row" if reading.rows == 1 else "%s rows" % (reading.rows or "no"),
            digest="%x" % reading.digest if reading.rows else None,
            first=reading.first,
        )

    def within(self):
        """Reports whether this thread runs a statement that is told of already."""
        return getattr(THREAD, "within", False)

    def where(self):
        """Returns the line of the test, and behind " > " that of the innermost helper of the project's."""
        lines = []
        frame = sys._getframe(2)
        while frame is not None:
            file = frame.f_code.co_filename
            if file.startswith(self.root) and "__unittest" not in frame.f_globals:
                lines.append("%s:%d" % (file[len(self.root) :].replace(os.sep, "/"), frame.f_lineno))
            frame = frame.f_back
        return " > ".join([lines[-1], lines[0]] if len(lines) > 1 else lines)


class Reading:
    """What was read so far of a statement's rows."""

    def __init__(self, number, ns):
        self.number, self.ns = number, ns
        self.rows = self.digest = 0
        self.first = None

    def take(self, row):
        text = shortened(row, LONGEST_TEXT)
        if not self.rows:
            self.first = shortened(text.strip("()[]").rstrip(","), LONGEST_ARGUMENT)
        self.rows += 1
        self.digest = zlib.crc32(text.encode("utf-8", "replace"), self.digest)


def arguments(params, many):
    """Returns the bounded texts of a statement's arguments."""
    if params is None:
        return []
    if many and not isinstance(params, (list, tuple)):
        return ["..."]  # an iterator: looking at it would use it up
    values = params.items() if isinstance(params, dict) else params
    return [shortened(value, LONGEST_ARGUMENT) for value in itertools.islice(values, MOST_ARGUMENTS)]


def shortened(value, limit):
    try:
        text = value if isinstance(value, str) else repr(value)
    except Exception as err:
        text = "<repr() raised %s>" % type(err).__name__
    return text if len(text) <= limit else text[: limit - 3] + "..."
