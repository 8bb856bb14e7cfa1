"""Exceptions as fields: type, message, frames and local variables, of each in a chain.

They are taken from what the traceback module knows of an exception, after the
frames of runners were left out and the local variables put in (frames.prune),
so that fields and text tell the same.
"""

import json
import os

from ptrworker import failures

__unittest = True

MOST = 20  # exceptions of a chain
FRAMES_IN_FRONT, FRAMES_BEHIND = 20, 40  # of the many of a recursion
LONGEST_MESSAGE = 4000
LONGEST_LINE = 500
LARGEST = 256 << 10  # characters of all, without which local variables are left out


def told(error, show_locals=False, root=""):
    """Returns what of does, of an exception alone."""
    return of(failures.summarised(error, None, show_locals), error, root)


def of(formatter, error, root=""):
    """Returns what was raised, and behind it, depth first, what it came of.

    formatter is the pruned traceback.TracebackException of error. Paths below
    root are relative to it. It never raises.
    """
    try:
        found = []
        add(found, formatter, error, "", set())
        all_fields = [fields(node, error, link, root) for node, error, link in found]
        if len(json.dumps(all_fields)) > LARGEST:
            for frame in [frame for each in all_fields for frame in each["frames"]]:
                frame.pop("locals", None)
        return all_fields
    except BaseException:
        return bare(error)


def bare(error):
    """Returns as much of an exception as can be said where nothing else can."""
    return [{"type": failures.type_name(type(error)), "message": message_of(error), "frames": []}]


def add(found, node, error, link, seen):
    """Adds an exception, and those that traceback would print with it."""
    if node is None or error is None or id(error) in seen or len(found) == MOST:
        return
    seen.add(id(error))
    found.append((node, error, link))
    if node.__cause__ is not None:
        add(found, node.__cause__, error.__cause__, "cause", seen)
    elif not node.__suppress_context__:
        add(found, node.__context__, error.__context__, "context", seen)
    for member, each in zip(getattr(node, "exceptions", None) or (), getattr(error, "exceptions", ())):
        add(found, member, each, "member", seen)


def fields(node, error, link, root):
    stack = list(node.stack)
    left_out = max(0, len(stack) - FRAMES_IN_FRONT - FRAMES_BEHIND)
    if left_out:
        stack = stack[:FRAMES_IN_FRONT] + stack[-FRAMES_BEHIND:]
    found = {
        "type": failures.type_name(type(error)),
        "message": message_of(error),
        "frames": [frame_fields(frame, root) for frame in stack],
    }
    found.update((name, value) for name, value in (("link", link), ("left_out", left_out)) if value)
    return found


def frame_fields(frame, root):
    found = {"file": relative(frame.filename, root), "line": frame.lineno or 0, "function": frame.name}
    if frame.line:
        found["code"] = frame.line.strip()[:LONGEST_LINE]
    if frame.locals:
        found["locals"] = dict(frame.locals)
    return found


def message_of(error):
    try:
        return failures.shortened(str(error), LONGEST_MESSAGE)
    except BaseException as err:
        return "<its __str__ raised %s>" % type(err).__name__


def relative(file, root):
    """Returns the path of a file from root on, with slashes, if it is below it."""
    if root and file.startswith(root.rstrip(os.sep) + os.sep):
        return file[len(root.rstrip(os.sep)) + 1 :].replace(os.sep, "/")
    return file
