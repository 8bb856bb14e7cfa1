"""The statements that tests have their databases run: for --debug-sql, and for set-up explained."""

import itertools
import os
import sys
import time

__unittest = True

LONGEST_TEXT = 2000
LONGEST_ARGUMENT = 100
MOST_ARGUMENTS = 20


class Teller:
    """Tells of each statement as it begins, and of what became of it."""

    def __init__(self, tell, root):
        self.tell = tell
        self.root = os.path.join(os.path.realpath(root), "")
        self.numbers = itertools.count(1)

    def watch(self, run, connection, sql, params, many):
        """Runs a statement and tells of it."""
        number = next(self.numbers)
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
            self.tell("answer", number=number, ns=time.perf_counter_ns() - began, failure=failure)

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


def tell_all(tell, root):
    """Has all cursors of Django's tell of their statements from now on."""
    from django.db.backends.utils import CursorWrapper

    teller = Teller(tell, root)
    execute, executemany = CursorWrapper._execute, CursorWrapper._executemany

    def _execute(self, sql, params, *rest):
        return teller.watch(lambda: execute(self, sql, params, *rest), self.db, sql, params, False)

    def _executemany(self, sql, param_list, *rest):
        return teller.watch(lambda: executemany(self, sql, param_list, *rest), self.db, sql, param_list, True)

    CursorWrapper._execute, CursorWrapper._executemany = _execute, _executemany


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
