"""Exceptions as text, whatever they hold.

An exception may refuse to be printed, refer to itself, come from 1,000 frames
of recursion, or have locals whose repr raises. Something is told of each.
"""

import os
import traceback

from ptrworker import frames

__unittest = True

LONGEST_TEXT = 1 << 20
LONGEST_SUMMARY = 600
SUMMARY_LINES = 5


def summary(error):
    """Returns one or few lines, such as "AssertionError: 1 != 2"."""
    try:
        text = str(error)
    except BaseException as err:
        text = "<its __str__ raised %s>" % type(err).__name__
    # A blank line parts what happened from a diff.
    lines = text.split("\n\n", 1)[0].splitlines()[:SUMMARY_LINES]
    text = "\n".join(lines)[:LONGEST_SUMMARY]
    name = type_name(type(error))
    return "%s: %s" % (name, text) if text else name


def type_name(cls):
    """Returns a class's name, with its module unless that is Python's own."""
    try:
        if cls.__module__ in ("builtins", "__main__"):
            return cls.__qualname__
        return "%s.%s" % (cls.__module__, cls.__qualname__)
    except BaseException:
        return type.__repr__(cls)  # a metaclass that answers for its classes


def whole(error, failure_exception=None, show_locals=False):
    """Returns the formatted traceback with all chained exceptions; see printed."""
    return printed(error, summarised(error, failure_exception, show_locals))


def summarised(error, failure_exception=None, show_locals=False):
    """Returns what the traceback module knows of an exception, or the exception that kept it from knowing.

    The frames of unittest and of the worker are left out, and of an exception
    of the type failure_exception those of the assertion that raised it.
    """
    try:
        formatter = traceback.TracebackException(type(error), error, traceback_of(error))
        frames.prune(formatter, error, failure_exception, show_locals)
        return formatter
    except BaseException as err:
        return err


def printed(error, formatter):
    """Returns an exception as text; formatter is what summarised has returned."""
    try:
        text = "".join(formatter.format())
    except BaseException as err:
        text = bare(error, formatter if isinstance(formatter, BaseException) else err)
    return shortened(text, LONGEST_TEXT)


def told(error):
    """Returns the summary of an exception, and below it the traceback.

    One of the worker's own says all in its text; the traceback is that of what
    caused it, if anything did.
    """
    if not type(error).__module__.startswith("ptrworker."):
        return "%s\n%s" % (summary(error), without_importing(whole(error)))
    if error.__cause__ is None:
        return str(error)
    return "%s\n%s" % (error, without_importing(whole(error.__cause__)))


def without_importing(text):
    """Returns a traceback without the lines of Python's own machinery for importing modules."""
    kept, hidden = [], False
    for line in text.splitlines(keepends=True):
        if line.startswith('  File "'):
            hidden = '"<frozen importlib' in line or "importlib/__init__.py" in line.replace(os.sep, "/")
        elif not line.startswith("    "):
            hidden = False
        if not hidden:
            kept.append(line)
    return "".join(kept)


def traceback_of(error):
    """Returns an exception's traceback, also of one whose class answers for all attributes."""
    return object.__getattribute__(error, "__traceback__")


def bare(error, trouble):
    """Returns what can be said of an exception that the traceback module cannot print."""
    lines = ["Traceback (most recent call last):\n"]
    lines += traceback.format_tb(traceback_of(error))
    lines.append(summary(error) + "\n")
    lines.append("(the whole of it cannot be printed: %s)\n" % summary(trouble))
    return "".join(lines)


def shortened(text, limit):
    """Cuts the middle out of a text that is longer than limit."""
    if len(text) <= limit:
        return text
    half = limit // 2
    return "%s\n... %d characters left out ...\n%s" % (text[:half], len(text) - 2 * half, text[-half:])
