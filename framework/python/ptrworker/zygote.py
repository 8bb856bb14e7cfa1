"""A process that has set its suite up, and forks workers in milliseconds. Unix only."""

import atexit
import os
import select
import signal
import socket
import tempfile
import threading

from ptrworker import channel, collector, markers

__unittest = True


class Zygote:
    """Forks workers for ptr, and tells of their ends.

    It has no threads, and waits for messages and for its children at once: what
    is forked has the thread that called fork, and no other's locks.
    """

    def __init__(self, pipes, given):
        self.pipes = pipes
        self.given = given  # the environment before anything was set up
        self.children = {}  # numbers of forks, by process
        self.woken, self.wake = os.pipe()
        for descriptor in (self.woken, self.wake):
            os.set_blocking(descriptor, False)
        signal.set_wakeup_fd(self.wake)
        signal.signal(signal.SIGCHLD, lambda number, frame: None)

    def freeze(self):
        """Keeps the collector from touching, and so copying, what all forks share."""
        collector.freeze()

    def wait(self):
        """Returns when there is a message to be read. Meanwhile it tells who has ended."""
        while not self.pipes.unread:
            ready, _, _ = select.select([self.pipes.reads, self.woken], [], [])
            if self.woken in ready:
                os.read(self.woken, 1 << 10)
                self.reap()
            if self.pipes.reads in ready:
                return

    def reap(self):
        for pid in list(self.children):
            ended, status, usage = os.wait4(pid, os.WNOHANG)
            if ended:
                code = os.WEXITSTATUS(status) if os.WIFEXITED(status) else -os.WTERMSIG(status)
                cpu = int((usage.ru_utime + usage.ru_stime) * 1e9)
                self.pipes.send("exited", number=self.children.pop(pid), status=code, ns=cpu)

    def fork(self, number, address, environment):
        """Returns twice: None here, and in the child its Channel."""
        markers.flush_streams()
        pid = os.fork()
        if pid:
            self.children[pid] = number
            self.pipes.send("forked", number=number, pid=pid)
            return None
        os.setpgid(0, 0)
        atexit._clear()  # what the parent wants removed when it ends is in use until then
        signal.set_wakeup_fd(-1)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        os.close(self.woken)
        os.close(self.wake)
        self.take_environment(environment)
        return take_connections(address)

    def take_environment(self, environment):
        """Has the environment of a new process, with what setting the suite up has changed."""
        changed = {name: value for name, value in os.environ.items() if self.given.get(name) != value}
        os.environ.clear()
        os.environ.update(environment)
        os.environ.update(changed)
        tempfile.tempdir = None  # it is found again


def other_threads():
    """Returns how many threads a fork would not have, though it has the locks that they hold."""
    try:
        return len(os.listdir("/proc/self/task")) - 1
    except OSError:
        return threading.active_count() - 1


def take_connections(address):
    """Connects to ptr: by the first connection it is spoken, the second is standard output."""
    spoken, printed = connection(address), connection(address)
    for descriptor in (1, 2):
        os.dup2(printed, descriptor)
    os.close(printed)
    markers.dump_stacks_on_quit()
    return channel.Channel(spoken, os.dup(spoken))


def connection(address):
    with socket.socket(socket.AF_UNIX) as s:
        s.connect(address)
        return s.detach()
