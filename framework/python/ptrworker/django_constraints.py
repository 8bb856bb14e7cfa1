"""After a TestCase's test, checks only the foreign keys that it can have broken.

Django has SQLite check every foreign key of every table after each test of a
TestCase. With 1,500 tables that is most of the time of a fast test. On
PostgreSQL the server checks what was deferred, on MySQL nothing is: there is
nothing to save.

The answer is Django's in any case: this only finds out that there is no
violation. Where there is one, or where that cannot be told, Django checks.
"""

import sqlite3

from ptrworker import django_journal, django_references

__unittest = True


class JournaledConnection(sqlite3.Connection):
    """A connection with a journal, which has to know how transactions end."""

    def __init__(self, *arguments, **named):
        super().__init__(*arguments, **named)
        self.journal = django_journal.Journal()
        self.schema = None
        self.journaled = True

    def commit(self):
        super().commit()
        self.journal.before(self)

    def rollback(self):
        super().rollback()
        self.journal.roll_back(self)

    def cursor(self, factory=None):
        if factory is None:
            return super().cursor(DistrustingCursor)
        if not hasattr(factory, "journaled"):
            self.journaled = False  # nobody knows what such a cursor does
        return super().cursor(factory)

    # From Python 3.11 on the inherited ones do not ask for a cursor.

    def execute(self, *arguments):
        return self.cursor().execute(*arguments)

    def executemany(self, *arguments):
        return self.cursor().executemany(*arguments)

    def executescript(self, *arguments):
        return self.cursor().executescript(*arguments)


class DistrustingCursor(sqlite3.Cursor):
    """A cursor that Django did not make: the suite may do anything with it, COMMIT included.

    Django itself has such a cursor quote the parameters of statements that
    it keeps for assertNumQueries and others.
    """

    def execute(self, text, *arguments):
        if django_journal.table_written(text) is not django_journal.READ:
            self.connection.journal.distrust()
        return super().execute(text, *arguments)

    def executemany(self, *arguments):
        self.connection.journal.distrust()
        return super().executemany(*arguments)

    def executescript(self, *arguments):
        self.connection.journal.distrust()
        return super().executescript(*arguments)


def install():
    """Has Django's connections and cursors for SQLite keep journals, and check by them."""
    from django.db.backends.sqlite3 import base
    from django.test import TestCase

    cursor = base.SQLiteCursorWrapper
    if hasattr(cursor, "journaled"):
        return
    cursor.journaled = True
    cursor.execute = journaled(cursor.execute)
    cursor.executemany = journaled(cursor.executemany)
    cursor.executescript = distrusted(cursor.executescript)
    base.DatabaseWrapper.get_new_connection = connecting(base.DatabaseWrapper.get_new_connection)
    base.DatabaseWrapper.check_constraints = checking(base.DatabaseWrapper.check_constraints)
    TestCase._enter_atomics = classmethod(entering(TestCase._enter_atomics.__func__))


def connecting(original):
    def get_new_connection(self, conn_params):
        return original(self, dict({"factory": JournaledConnection}, **conn_params))

    return get_new_connection


def journaled(original):
    def execute(self, query, *arguments, **named):
        journal = getattr(self.connection, "journal", None)
        if journal is None:
            return original(self, query, *arguments, **named)
        journal.before(self.connection)
        failed = True
        try:
            result = original(self, query, *arguments, **named)
            failed = False
            return result
        finally:
            journal.after(self.connection, query, failed)

    return execute


def distrusted(original):
    def executescript(self, *arguments):
        journal = getattr(self.connection, "journal", None)
        if journal is not None:
            journal.distrust()
        return original(self, *arguments)

    return executescript


def checking(original):
    def check_constraints(self, table_names=None):
        if table_names is None and followed(self) and nothing_broken(self.connection):
            return None
        return original(self, table_names)

    return check_constraints


def entering(original):
    def _enter_atomics(cls):
        for alias in cls._databases_names():
            know(alias)
        return original(cls)

    return _enter_atomics


def know(alias):
    """Checks everything once before the transaction of a TestCase, unless it is known to be right."""
    from django.db import connections

    connection = connections[alias]
    if connection.vendor != "sqlite" or not may_be_followed(connection):
        return
    connection.ensure_connection()
    database = connection.connection
    if not followed(connection) or database.in_transaction:
        return
    journal = database.journal
    journal.before(database)
    journal.look_around(database)
    if journal.written or not journal.known:
        if right(database, "PRAGMA foreign_key_check"):
            journal.found_right(database)


def may_be_followed(connection):
    """Reports whether the connection is the only one to its database, and nobody looks at its statements."""
    mirrored = connection.settings_dict["TEST"].get("MIRROR")
    by_pragma = getattr(connection.features, "supports_pragma_foreign_key_check", True)
    return by_pragma and not mirrored and not connection.execute_wrappers


def followed(connection):
    database = connection.connection
    return isinstance(database, JournaledConnection) and database.journaled and may_be_followed(connection)


def nothing_broken(database):
    """Reports whether it is certain that there is no violation."""
    suspects = database.journal.suspects(database)
    if suspects is None:
        return False
    if not suspects:
        return True
    version = database.journal.versions[1]
    if database.schema is None or database.schema.version != version:
        database.schema = django_references.Schema(database, version)
    tables = database.schema.to_check(database, suspects)
    return tables is not None and all(
        right(database, 'PRAGMA foreign_key_check("%s")' % table.replace('"', '""')) for table in tables
    )


def right(database, pragma):
    try:
        return not django_references.ask(database, pragma)
    except sqlite3.Error:
        return False  # such as a key that refers to nothing that is unique
