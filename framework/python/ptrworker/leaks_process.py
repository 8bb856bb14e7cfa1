"""Leaks that the system knows of: open files, child processes, directory, timer and environment."""

import os
import signal
import sys
from os import close, getcwd, listdir, readlink  # tests that mock those of os mock not these

from ptrworker import leaks_sockets, watch

__unittest = True

getitimer = getattr(signal, "getitimer", None)  # Unix has it

DESCRIPTORS = "/proc/self/fd"
TASKS = "/proc/self/task"


class OpenFiles(watch.Watch):
    """Descriptors, where the system lists them. allowed returns those that are no leaks."""

    what = "open file"

    def __init__(self, allowed):
        self.allowed = allowed

    def state(self):
        try:
            open_now = set(listdir(DESCRIPTORS))
            lowest = os.open(DESCRIPTORS, os.O_RDONLY)
        except OSError:
            return set()
        close(lowest)
        open_now.discard(str(lowest))  # it listed the others
        return open_now

    def differences(self, old, new):
        added = sorted(new - old, key=int)
        allowed = set(self.allowed()) | helper_descriptors() if added else ()
        for name in added:
            if int(name) not in allowed:
                yield "fd %s: %s" % (name, leaks_sockets.said(link("/proc/self/fd/" + name)))


class ChildProcesses(watch.Watch):
    """Children that run, or that nobody has waited for."""

    what = "child process"

    def state(self):
        if not any_children():
            return ()
        children = set()
        for task in list_directory(TASKS):
            children.update(read(os.path.join(TASKS, task, "children")).split())
        return children

    def differences(self, old, new):
        helpers = helper_processes()
        for pid in sorted(set(new) - set(old), key=int):
            if int(pid) not in helpers:
                yield "pid %s: %s" % (pid, read("/proc/%s/comm" % pid).strip() or "gone")


class WorkingDirectory(watch.Watch):
    """It is put back: with another one, nothing after it finds its files."""

    what = "working directory"

    def state(self):
        try:
            return getcwd()
        except OSError:
            return None  # it was removed

    def differences(self, old, new):
        yield "%s (was %s)" % (new or "a removed one", old or "a removed one")

    def put_back(self, old):
        if old is None or self.state() == old:
            return False
        try:
            os.chdir(old)
        except OSError:
            return False
        return True

    def undo(self, first, name):
        return self.put_back(first) or self.state() == first


class Timer(watch.Watch):
    """The one that sends SIGALRM. It is stopped: it would end a later test, or the process."""

    what = "timer"

    def state(self):
        return getitimer is not None and getitimer(signal.ITIMER_REAL) != (0.0, 0.0)

    def differences(self, old, new):
        if new:
            yield "SIGALRM, in %.1f s" % getitimer(signal.ITIMER_REAL)[0]

    def put_back(self, old):
        if old or not self.state():
            return False
        signal.setitimer(signal.ITIMER_REAL, 0)
        return True


class Environment(watch.Watch):
    what = "environment"

    def state(self):
        # Decoding all of it would take longer than all else that is looked at.
        return dict(getattr(os.environ, "_data", os.environ))

    def differences(self, old, new):
        for name in sorted(set(old) | set(new), key=os.fsencode):
            if old.get(name) == new.get(name):
                continue
            now = "=" + shown(new[name]) if name in new else " is not set"
            was = shown(old[name]) if name in old else "not set"
            yield "%s%s (was %s)" % (shown(name), now, was)

    def undo(self, first, name):
        for key, value in first.items():
            if shown(key) == name:
                os.environ[os.fsdecode(key)] = os.fsdecode(value)
                return True
        os.environ.pop(name, None)
        return True


def shown(value):
    text = os.fsdecode(value)
    return text if len(text) <= 200 else text[:197] + "..."


def any_children():
    """Asks the system, without waiting and without ending any."""
    if not hasattr(os, "waitid"):
        return False
    try:
        os.waitid(os.P_ALL, 0, os.WEXITED | os.WNOHANG | os.WNOWAIT)
    except OSError:
        return False
    return True


def list_directory(path):
    try:
        return listdir(path)
    except OSError:
        return []


def link(path):
    try:
        return readlink(path)
    except OSError:
        return "closed meanwhile"


def read(path):
    try:
        with open(path, encoding="utf-8", errors="replace") as file:
            return file.read()
    except OSError:
        return ""


def helper_processes():
    """Returns the pids of the processes that multiprocessing keeps until the end."""
    tracker, server = helpers()
    return {getattr(tracker, "_pid", None), getattr(server, "_forkserver_pid", None)}


def helper_descriptors():
    """Returns the descriptors that lead to them."""
    tracker, server = helpers()
    return {getattr(tracker, "_fd", None), getattr(server, "_forkserver_alive_fd", None)}


def helpers():
    """Returns the trackers of those processes, or None where they were never wanted."""
    tracker = sys.modules.get("multiprocessing.resource_tracker")
    server = sys.modules.get("multiprocessing.forkserver")
    return getattr(tracker, "_resource_tracker", None), getattr(server, "_forkserver", None)
