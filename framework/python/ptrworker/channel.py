"""The pipes to ptr: one JSON object on each line."""

import json
import os
import threading
from os import getpid, write  # tests that mock those of os mock not these

__unittest = True

# Above what tests count, and what they close in loops of their own.
LOWEST = 200


class Malformed(Exception):
    """A line that is no message."""


class Channel:
    """A pipe to read from and one to write to. Only the process that made it speaks on them."""

    def __init__(self, reads, writes):
        self.reads = moved_high(reads)
        self.writes = moved_high(writes)
        self.pid = getpid()
        self.encode = json.JSONEncoder(separators=(",", ":")).encode
        self.lock = threading.RLock()  # a finalizer may speak while its thread does
        self.unread = bytearray()
        self.broken = False  # ptr reads no more
        if hasattr(os, "register_at_fork"):
            os.register_at_fork(after_in_child=self.abandon)

    def abandon(self):
        """Closes the pipes in a forked child: ptr waits for their end."""
        if self.pid:
            self.pid = 0
            os.close(self.reads)
            os.close(self.writes)

    def send(self, type, **members):
        """Writes a message at once. Members that are None are left out."""
        if self.pid != getpid():
            return
        message = {"type": type}
        message.update((name, value) for name, value in members.items() if value is not None)
        line = self.encode(message).encode("ascii") + b"\n"
        with self.lock:
            try:
                write_all(self.writes, line)
            except OSError:
                self.broken = True

    def receive(self):
        """Returns the next message, or None at the end of the pipe. It raises Malformed."""
        line = self.read_line()
        if line is None:
            return None
        try:
            message = json.loads(line.decode("utf-8"))
        except (ValueError, RecursionError) as err:
            raise Malformed("a line is not JSON: %s" % err) from None
        if not isinstance(message, dict):
            raise Malformed("a line is not a JSON object")
        return message

    def read_line(self):
        """Returns the next line; what stands behind the last newline of all is dropped."""
        searched = 0
        while True:
            end = self.unread.find(b"\n", searched)
            if end >= 0:
                line = bytes(self.unread[:end])
                del self.unread[: end + 1]
                return line
            searched = len(self.unread)
            more = os.read(self.reads, 1 << 16)
            if not more:
                return None
            self.unread += more


def write_all(descriptor, data):
    """Writes all of data, also where a test made the other end of it non-blocking."""
    while data:
        try:
            data = data[write(descriptor, data) :]
        except BlockingIOError:
            os.set_blocking(descriptor, True)


def from_environment():
    """Opens the pipes that PTR_WORKER names, and takes it out of the environment."""
    reads, writes = os.environ.pop("PTR_WORKER").split()
    if os.name == "nt":
        import msvcrt

        return Channel(
            msvcrt.open_osfhandle(int(reads), os.O_RDONLY | os.O_BINARY),
            msvcrt.open_osfhandle(int(writes), os.O_WRONLY | os.O_BINARY),
        )
    return Channel(int(reads), int(writes))


def moved_high(descriptor):
    """Moves a descriptor out of the way of the tests, and keeps it from children."""
    high = duplicate_high(descriptor)
    os.close(descriptor)
    return high


def duplicate_high(descriptor):
    """Returns a duplicate with a high number that no child inherits."""
    try:
        import fcntl

        return fcntl.fcntl(descriptor, fcntl.F_DUPFD_CLOEXEC, LOWEST)
    except ImportError:
        pass  # Windows
    except OSError:
        pass  # as many descriptors are not allowed here
    return os.dup(descriptor)
