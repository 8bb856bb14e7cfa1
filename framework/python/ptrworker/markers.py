"""What the worker itself writes to standard output, so that ptr knows whose each line is."""

import faulthandler
import signal
import sys
from os import getpid  # not what a test puts there

from ptrworker import channel

__unittest = True


class Markers:
    """Lines between the tests' own, through a duplicate of the first standard output.

    A test may close descriptor 1, or put something else there.
    """

    def __init__(self, descriptor=1):
        self.nonce = ""
        self.pid = getpid()
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
        if self.descriptor is None or self.pid != getpid():
            return
        line = "\x16=== %s  %s %d\n" % (word, self.nonce, number)
        try:
            channel.write_all(self.descriptor, line.encode())
        except OSError:
            self.descriptor = None  # nobody reads it any more


def flush_streams():
    """Flushes what tests have left as sys.stdout and sys.stderr, whatever that is."""
    for stream in (sys.stdout, sys.stderr):
        flush(stream)


def flush(stream):
    """Reports whether the stream could be flushed. None and what was closed can't."""
    try:
        stream.flush()
    except Exception:
        return False
    return True


def drop_broken_streams():
    """Takes the streams away that Python would complain of, and exit with 120, at its end."""
    if not flush(sys.stdout):
        sys.stdout = None
    if not flush(sys.stderr):
        sys.stderr = None


def dump_stacks_on_quit():
    """Has SIGQUIT, and crashes, write the stacks of all threads to standard error, then end."""
    try:
        stderr = channel.duplicate_high(2)
    except OSError:
        return  # there is none
    faulthandler.enable(file=stderr)
    if hasattr(signal, "SIGQUIT"):
        faulthandler.register(signal.SIGQUIT, file=stderr, chain=True)
