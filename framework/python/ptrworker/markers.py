"""What the worker itself writes to standard output, so that ptr knows whose each line is."""

import faulthandler
import os
import signal
import sys

from ptrworker import channel

__unittest = True


class Markers:
    """Lines between the tests' own, through a duplicate of the first standard output.

    A test may close descriptor 1, or put something else there.
    """

    def __init__(self, descriptor=1):
        self.nonce = ""
        self.pid = os.getpid()
        try:
            self.descriptor = channel.duplicate_high(descriptor)
        except OSError:
            self.descriptor = None  # there never was one

    def begin(self, number):
        self.write("TEST", number)

    def end(self, number):
        self.write("END", number)

    def sync(self, batch):
        self.write("SYNC", batch)

    def write(self, word, number):
        flush_streams()
        if self.descriptor is None or self.pid != os.getpid():
            return
        line = "\x16=== %s  %s %d\n" % (word, self.nonce, number)
        try:
            channel.write_all(self.descriptor, line.encode())
        except OSError:
            self.descriptor = None  # nobody reads it any more


def flush_streams():
    """Flushes what tests have left as sys.stdout and sys.stderr, whatever that is."""
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except Exception:
            pass  # closed, None, or no stream at all: then nothing can be in it


def dump_stacks_on_quit():
    """Has SIGQUIT, and crashes, write the stacks of all threads to standard error, then end."""
    try:
        stderr = channel.duplicate_high(2)
    except OSError:
        return  # there is none
    faulthandler.enable(file=stderr)
    if hasattr(signal, "SIGQUIT"):
        faulthandler.register(signal.SIGQUIT, file=stderr, chain=True)
