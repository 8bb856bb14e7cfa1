"""A debugger on the terminal of whoever has started ptr. Unix only."""

import os
import pdb
import signal
import traceback
import types

__unittest = True


def examine(error):
    """Lets the user look at where a test raised the error; returns when they go on."""
    try:
        descriptor = os.open("/dev/tty", os.O_RDWR | os.O_NOCTTY)
    except OSError:
        return  # there is no terminal any more
    with os.fdopen(descriptor, "r") as reads, os.fdopen(os.dup(descriptor), "w") as writes:
        with Foreground(descriptor):
            writes.write("\n" + "".join(traceback.format_exception_only(type(error), error)))
            shell = pdb.Pdb(stdin=reads, stdout=writes)
            shell.reset()
            shell.interaction(None, of_the_suite(error.__traceback__) or error.__traceback__)


def of_the_suite(trace):
    """Returns a traceback without the frames of unittest and of ours, where there are others."""
    kept = []
    while trace is not None:
        if "__unittest" not in trace.tb_frame.f_globals:
            kept.append(trace)
        trace = trace.tb_next
    shortened = None
    for each in reversed(kept):
        shortened = types.TracebackType(shortened, each.tb_frame, each.tb_lasti, each.tb_lineno)
    return shortened


class Foreground:
    """Has this process's group be the one that may read from the terminal, and gives that back."""

    def __init__(self, terminal):
        self.terminal = terminal

    def __enter__(self):
        # A group that is not in the foreground is stopped if it changes that.
        self.handler = signal.signal(signal.SIGTTOU, signal.SIG_IGN)
        self.group = os.tcgetpgrp(self.terminal)
        os.tcsetpgrp(self.terminal, os.getpgrp())

    def __exit__(self, *error):
        os.tcsetpgrp(self.terminal, self.group)
        signal.signal(signal.SIGTTOU, self.handler)
