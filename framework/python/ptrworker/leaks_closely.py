"""What holds for the whole process, and tests change now and then: locale, loggers, random numbers and the like.

It is looked at where it is to be known closely what a test has done.
"""

import decimal
import gc
import locale
import logging
import random
import signal
import socket
import sys
import zlib

from ptrworker import frames
from ptrworker.named_values import NamedValues, Source

__unittest = True


class Interpreter(Source):
    """What the standard library asks and sets by a func each."""

    cells = {
        "locale": (locale.setlocale, lambda value: locale.setlocale(locale.LC_ALL, value)),
        "recursion limit": (sys.getrecursionlimit, sys.setrecursionlimit),
        "garbage collection": (gc.isenabled, lambda value: gc.enable() if value else gc.disable()),
        "timeout of sockets": (socket.getdefaulttimeout, socket.setdefaulttimeout),
        "decimal context": (lambda: decimal.getcontext().copy(), lambda value: decimal.setcontext(value.copy())),
    }

    def read(self):
        values = {name: get() for name, (get, _) in self.cells.items() if name != "locale"}
        values["locale"] = locale.setlocale(locale.LC_ALL)
        values["decimal context"] = Context(values["decimal context"])
        return values

    def write(self, name, value):
        self.cells[name][1](value.context if isinstance(value, Context) else value)


class Context:
    """A context of decimals, compared without its flags, which every calculation sets."""

    def __init__(self, context):
        self.context = context
        context.clear_flags()

    def __eq__(self, other):
        return repr(self.context) == repr(other.context)

    def __repr__(self):
        return repr(self.context)


class RandomNumbers(Source):
    """Where in their sequence those of module random are."""

    def read(self):
        return {"sequence of random": random.getstate()}

    def write(self, name, value):
        random.setstate(value)

    def text(self, value):
        return "at %08x" % zlib.crc32(repr(value).encode())


class SignalHandlers(Source):
    def read(self):
        return {"handler of %s" % each.name: signal.getsignal(each) for each in signal.Signals if each.name in COMMON}

    def write(self, name, value):
        signal.signal(signal.Signals[name.rpartition(" ")[2]], value)


COMMON = ("SIGINT", "SIGTERM", "SIGHUP", "SIGALRM", "SIGCHLD", "SIGPIPE", "SIGUSR1", "SIGUSR2")


class Loggers(Source):
    """Level, handlers and whether it is off, of each logger that there is, and what is off for all."""

    def read(self):
        found = {"logging": logging.root.manager.disable, "logger root": properties(logging.root)}
        for name, logger in list(logging.root.manager.loggerDict.items()):
            if isinstance(logger, logging.Logger):
                found["logger " + name] = properties(logger)
        return found

    def write(self, name, value):
        if name == "logging":
            logging.disable(value)
            return
        name = name.partition(" ")[2]
        logger = logging.root if name == "root" else logging.getLogger(name)
        logger.setLevel(value[0])
        logger.disabled, logger.propagate, logger.handlers[:] = value[1], value[2], value[3]

    def text(self, value):
        if isinstance(value, int):
            return "off up to %s" % logging.getLevelName(value) if value else "on"
        level, disabled, propagate, handlers = value
        words = [logging.getLevelName(level)] + ["disabled"] * disabled + ["by itself"] * (not propagate)
        return ", ".join(words + [frames.bounded_repr(handler) for handler in handlers])


def properties(logger):
    return logger.level, bool(logger.disabled), bool(logger.propagate), tuple(logger.handlers)


def watches():
    sources = [Interpreter(), RandomNumbers(), SignalHandlers(), Loggers()]
    conf = sys.modules.get("django.conf")
    if conf is not None and conf.settings.configured:
        from ptrworker import django_globals

        sources += django_globals.sources()
    return [NamedValues(sources)]
