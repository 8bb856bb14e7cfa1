"""The frames of tracebacks: which are shown, and the local variables of them."""

import reprlib
import time
import traceback

__unittest = True

# Of each exception only this many frames, the innermost, show their locals.
FRAMES_WITH_LOCALS = 20
LOCALS_OF_FRAME = 50
LONGEST_REPR = 500
# Seconds that the values of one failure may take: one of them may hold all others.
PATIENCE = 1.0


def prune(formatter, error, failure_exception, show_locals):
    """Goes over a TracebackException and all that it is chained to.

    It takes the frames of runners out and puts local variables in. The
    exceptions themselves keep their tracebacks: tests may look at them again.
    """
    pending = [(formatter, error)]
    until = time.perf_counter() + PATIENCE
    seen = set()
    while pending:
        node, error = pending.pop()
        if node is None or error is None or id(node) in seen:
            continue
        seen.add(id(node))
        prune_one(node, error, failure_exception, show_locals, until)
        pending.append((node.__cause__, error.__cause__))
        pending.append((node.__context__, error.__context__))
        members = getattr(node, "exceptions", None)  # a group, from Python 3.11 on
        if members:
            pending.extend(zip(members, error.exceptions))


def prune_one(node, error, failure_exception, show_locals, until):
    frames = [frame for frame, _ in traceback.walk_tb(error.__traceback__)]
    if len(frames) != len(node.stack):
        return  # not the frames that were summarised: better all than the wrong ones
    failed = failure_exception is not None and isinstance(error, failure_exception)
    kept = relevant(frames, failed)
    if show_locals:
        for index in reversed(kept[-FRAMES_WITH_LOCALS:]):
            node.stack[index].locals = local_variables(frames[index], until)
    node.stack[:] = [node.stack[index] for index in kept]


def relevant(frames, failed):
    """Returns the indexes of the frames to show, as unittest chooses them.

    Those of runners in front are cut, and of a failed assertion those of the
    assert method behind.
    """
    own = [is_of_runner(frame) for frame in frames]
    first = next((index for index, hidden in enumerate(own) if not hidden), len(own))
    last = len(own)
    if failed:
        while last > first and own[last - 1]:
            last -= 1
    return list(range(first, last)) or list(range(len(own)))


def is_of_runner(frame):
    module = frame.f_globals.get("__name__")
    return "__unittest" in frame.f_globals or (isinstance(module, str) and module.startswith(("_pytest.", "pluggy.")))


def local_variables(frame, until):
    """Returns name and bounded repr of the variables of a frame, those begun in time; {} if they can't be had."""
    try:
        variables = frame.f_locals
        # Those of a module's own are no news.
        names = [name for name in sorted(variables) if not name.startswith("__")]
        return {
            name: bounded_repr(variables[name]) if time.perf_counter() < until else "<not shown: that took too long>"
            for name in names[:LOCALS_OF_FRAME]
        }
    except BaseException:
        return {}


class BoundedRepr(reprlib.Repr):
    """Looks at some elements of a container only, so that a large one takes no longer."""

    def __init__(self):
        super().__init__()
        self.maxdict = self.maxlist = self.maxtuple = self.maxset = self.maxfrozenset = 20
        self.maxdeque = self.maxarray = 20
        self.maxstring = self.maxother = LONGEST_REPR
        self.maxlong = 100
        self.maxlevel = 4

    def repr_instance(self, value, level):
        # A repr may raise anything, and a test's objects often do.
        try:
            if asks_database(value):
                return "<%s that was not evaluated>" % type(value).__name__
            text = repr(value)
        except BaseException as err:
            return "<repr() of %s raised %s>" % (type(value).__name__, type(err).__name__)
        return text if len(text) <= self.maxother else text[: self.maxother - 3] + "..."


def asks_database(value):
    """Reports whether the repr of a value would run a query: a QuerySet of Django's does.

    The test is not over, and its transaction may be broken, or its queries
    counted.
    """
    return hasattr(type(value), "_fetch_all") and value.__dict__.get("_result_cache", value) is None


def bounded_repr(value):
    """Returns the repr of a value in at most LONGEST_REPR letters. It never raises."""
    try:
        text = BoundedRepr().repr(value)
    except BaseException as err:
        text = "<repr() raised %s>" % type(err).__name__
    return text if len(text) <= LONGEST_REPR else text[: LONGEST_REPR - 3] + "..."
