"""SQLite's rows the other way round, where nobody asked for an order."""

import functools

__unittest = True


def read_backwards():
    """Has every connection that is made from now on do so."""
    try:
        import sqlite3
        import sqlite3.dbapi2
    except ImportError:
        return  # this Python has none
    connect = sqlite3.connect

    @functools.wraps(connect)
    def backwards(*args, **kwargs):
        connection = connect(*args, **kwargs)
        connection.execute("PRAGMA reverse_unordered_selects = 1").close()
        return connection

    sqlite3.connect = sqlite3.dbapi2.connect = backwards
