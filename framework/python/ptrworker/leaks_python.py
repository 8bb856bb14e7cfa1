"""Leaks that the interpreter knows of: threads, modules, filters of warnings."""

import sys
import threading
import time
import warnings

from ptrworker import frames, watch

__unittest = True

# Seconds, all together, for threads that were told to end and are about to.
GRACE = 0.02


class Threads(watch.Watch):
    what = "thread"

    def state(self):
        return threading.enumerate()

    def differences(self, old, new):
        deadline = time.monotonic() + GRACE
        for thread in new:
            if thread not in old and outlives(thread, deadline):
                yield "%s%s" % (thread.name, " (daemon)" if thread.daemon else "")


class Modules(watch.Watch):
    """Entries of sys.modules that are another module now, or gone. New ones are just imports."""

    what = "module"

    def __init__(self):
        self.values = self.entries = None

    def state(self):
        # There are hundreds. A list is compared faster than a dict.
        values = list(sys.modules.values())
        if not watch.equal(values, self.values):
            self.values, self.entries = values, sys.modules.copy()
        return self.entries

    def differences(self, old, new):
        for name, module in old.items():
            if name not in new:
                yield "%s is not loaded (was %s)" % (name, frames.bounded_repr(module))
            elif new[name] is not module:
                now, was = frames.bounded_repr(new[name]), frames.bounded_repr(module)
                yield "%s is %s (was %s)" % (name, now, was)

    def undo(self, first, name):
        if name in first:
            sys.modules[name] = first[name]
        else:
            sys.modules.pop(name, None)
        return True


class WarningsFilters(watch.Watch):
    what = "warnings filter"

    def state(self):
        return list(warnings.filters)

    def differences(self, old, new):
        for entry in new:
            if entry not in old:
                yield "%s was added" % filter_name(entry)
        for entry in old:
            if entry not in new:
                yield "%s was removed" % filter_name(entry)


def outlives(thread, deadline):
    """Reports whether a thread still runs at the deadline, in time.monotonic() seconds."""
    try:
        thread.join(max(0, deadline - time.monotonic()))
    except (RuntimeError, AssertionError):
        pass  # one that Python did not start cannot be waited for
    return thread.is_alive()


def filter_name(entry):
    """Returns a filter as -W has it: "action:message:category:module:line"."""
    action, message, category, module, line = entry
    parts = [action, pattern(message), category.__name__, pattern(module), str(line or "")]
    return ":".join(parts).rstrip(":")


def pattern(expression):
    return getattr(expression, "pattern", expression) or ""
