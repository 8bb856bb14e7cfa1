"""A disk that takes its time until what was written is safe."""

import functools
import os
import time
import weakref

__unittest = True

WRITES = ("INSERT", "UPDATE", "DELETE", "REPLACE", "CREATE", "DROP", "ALTER")
ENDS = ("COMMIT", "END")
FACTORY = 6  # how many arguments of sqlite3.connect come up to the class of connections


def write_slowly(seconds):
    """Has each file that is synced, and each commit to SQLite, wait for so many seconds."""
    sleep = time.sleep

    def wait():
        sleep(seconds)

    for name in ("fsync", "fdatasync"):
        if hasattr(os, name):
            setattr(os, name, behind(wait, getattr(os, name)))
    commit_slowly(wait)


def behind(wait, function):
    @functools.wraps(function)
    def late(*args):
        wait()
        return function(*args)

    return late


def commit_slowly(wait):
    try:
        import sqlite3
        import sqlite3.dbapi2
    except ImportError:
        return  # this Python has none
    connect = sqlite3.connect
    heirs = {}

    @functools.wraps(connect)
    def slow(*args, **kwargs):
        if len(args) < FACTORY:
            factory = kwargs.get("factory", sqlite3.Connection)
            kwargs["factory"] = heirs.setdefault(factory, type(factory.__name__, (factory,), {}))
        connection = connect(*args, **kwargs)
        if len(args) < FACTORY:
            connection.set_trace_callback(watch(weakref.ref(connection), wait))
        return connection

    sqlite3.connect = sqlite3.dbapi2.connect = slow


def watch(found, wait):
    """Returns what is called with each statement as it begins: one that commits waits first.

    The connection, which has it, is referred to weakly. That takes a class of Python's own.
    """

    def begins(statement):
        words = statement.lstrip("( \n\t").split(None, 1)
        word = words[0].upper().rstrip(";") if words else ""
        connection = found()
        if word in ENDS or word in WRITES and connection is not None and not connection.in_transaction:
            wait()

    return begins
