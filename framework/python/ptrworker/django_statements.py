"""The statements that tests have their databases run: for --debug-sql, and for set-up explained."""

import itertools
import os
import sys
import time
import zlib

__unittest = True

LONGEST_TEXT = 2000
LONGEST_ARGUMENT = 100
MOST_ARGUMENTS = 20

NUMBERS = itertools.count(1)  # of the statements that are told of


class Teller:
    """Tells of each statement as it begins, and of what became of it."""

    def __init__(self, tell, root):
        self.tell = tell
        self.root = os.path.join(os.path.realpath(root), "")

    def watch(self, run, cursor, sql, params, many):
        """Runs a statement and tells of it."""
        number, connection = next(NUMBERS), cursor.db
        self.tell(
            "statement",
            number=number,
            at=time.time_ns(),
            where=self.where(),
            text=shortened(sql, LONGEST_TEXT),
            args=arguments(params, many),
            database=connection.alias,
        )
        began = time.perf_counter_ns()
        failure = None
        try:
            return run()
        except Exception as err:
            failure = "%s: %s" % (type(err).__name__, err)
            raise
        finally:
            ns = time.perf_counter_ns() - began
            self.tell("answer", number=number, ns=ns, failure=failure)
            cursor._ptr_reading = Reading(number, ns)

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


def tell_all(tell, root, closely=False):
    """Has all cursors of Django's tell of their statements from now on; closely, of the rows, too."""
    from django.db.backends.utils import CursorWrapper

    teller = Teller(tell, root)
    execute, executemany = CursorWrapper._execute, CursorWrapper._executemany

    def _execute(self, sql, params, *rest):
        return teller.watch(lambda: execute(self, sql, params, *rest), self, sql, params, False)

    def _executemany(self, sql, param_list, *rest):
        return teller.watch(lambda: executemany(self, sql, param_list, *rest), self, sql, param_list, True)

    CursorWrapper._execute, CursorWrapper._executemany = _execute, _executemany
    if closely:
        tell_rows(CursorWrapper, teller)


def tell_rows(wrapper, teller):
    """Has cursors, which fetch rows by what they wrap, tell of them."""

    def fetchone(self):
        row = self.db.wrap_database_errors(self.cursor.fetchone)()
        teller.read(self, [] if row is None else [row])
        return row

    def fetchmany(self, *args, **options):
        rows = self.db.wrap_database_errors(self.cursor.fetchmany)(*args, **options)
        teller.read(self, rows)
        return rows

    def fetchall(self):
        rows = self.db.wrap_database_errors(self.cursor.fetchall)()
        teller.read(self, rows)
        return rows

    def __iter__(self):
        with self.db.wrap_database_errors:
            for row in self.cursor:
                teller.read(self, [row])
                yield row

    for method in (fetchone, fetchmany, fetchall, __iter__):
        setattr(wrapper, method.__name__, method)


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
