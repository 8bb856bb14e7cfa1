"""The statements of suites that do without Django, by whichever library their drivers are used.

SQLAlchemy, peewee and others end in cursors of PEP 249. Cursors that are made in Python get
other methods; of those that are made in C connections have subclasses.
"""

import functools
import importlib
import importlib.util
import sqlite3

from ptrworker import statements

__unittest = True

METHODS = ("execute", "executemany", "executescript", "callproc", "fetchone", "fetchmany", "fetchall", "__next__")

# Drivers whose cursors are made in Python: the modules, and their classes of cursors and of connections.
IN_PYTHON = (
    ("pymysql", "pymysql.cursors", ("Cursor", "SSCursor"), "pymysql.connections"),
    ("MySQLdb", "MySQLdb.cursors", ("Cursor", "DictCursor", "SSCursor", "SSDictCursor"), "MySQLdb.connections"),
    ("psycopg", "psycopg", ("Cursor", "ServerCursor"), "psycopg"),
)


def listen(face):
    """Has the drivers tell of their statements, where that is asked for, before the suite is imported."""
    if face.options.get("debug_sql"):
        tell_all(lambda type, **members: face.tell(type, **members), face.root, face.settings.get("closely"))


def tell_all(tell, root, closely=False):
    """Has cursors tell of their statements from now on; closely, of the rows, too."""
    methods = Methods(Teller(tell, root), closely)
    in_sqlite(methods)
    if importlib.util.find_spec("psycopg2") is not None:
        in_psycopg2(methods)
    for name, cursors, classes, connections in IN_PYTHON:
        if importlib.util.find_spec(name) is not None:
            module = importlib.import_module(cursors)
            for cls in classes:
                methods.put_into(getattr(module, cls))
            methods.end_in(importlib.import_module(connections).Connection)


class Teller(statements.Teller):
    """Tells of transactions, too, which PEP 249 has begin by themselves."""

    def statement(self, run, cursor, sql, params, many):
        text = sql.decode("utf-8", "replace") if isinstance(sql, bytes) else sql
        if hasattr(text, "as_string"):
            text = text.as_string(cursor)
        connection = getattr(cursor, "connection", None)
        if connection is not None and begins(connection, text):
            self.begin(connection)
        return self.watch(run, cursor, None, text, params, many)

    def begin(self, connection):
        """Tells that a transaction begins, as it does by itself."""
        if getattr(connection, "_ptr_begun", False):
            return
        if mark(connection, True):
            self.say("BEGIN")

    def end(self, connection, text, run):
        """Ends a transaction, and tells so if it has begun."""
        if getattr(connection, "_ptr_begun", False):
            mark(connection, False)
            self.say(text)
        return run()

    def say(self, text):
        self.watch(lambda: None, Nobody(), None, text, None, False)


def begins(connection, text):
    """Reports whether a statement has a transaction begin, unless there is one."""
    if isinstance(connection, sqlite3.Connection):
        verb = text.lstrip()[:7].upper()
        return connection.isolation_level is not None and verb.startswith(("INSERT", "UPDATE", "DELETE", "REPLACE"))
    autocommit = getattr(connection, "autocommit", False)
    return (connection.get_autocommit() if callable(autocommit) else autocommit) is False


class Nobody:
    """Stands for the cursor of what no cursor runs."""


def mark(connection, begun):
    try:
        connection._ptr_begun = begun
    except AttributeError:
        return False  # it has no room for that
    return True


class Methods:
    """What cursors and connections have in the place of their own methods."""

    def __init__(self, teller, closely):
        self.teller = teller
        self.closely = closely
        self.telling = functools.lru_cache(maxsize=None)(self.subclass)

    def of(self, name, original):
        """Returns what tells, in the place of the method of a name; None if it need not."""
        teller = self.teller
        if name in ("execute", "executemany", "executescript", "callproc"):

            @functools.wraps(original)
            def run(cursor, sql, *rest, **named):
                def call():
                    return original(cursor, sql, *rest, **named)

                if teller.within():
                    return call()
                return teller.statement(call, cursor, sql, rest[0] if rest else None, name == "executemany")

            return run
        if not self.closely:
            return None

        @functools.wraps(original)
        def fetch(cursor, *arguments, **named):
            found = original(cursor, *arguments, **named)
            return found if teller.within() else self.told(cursor, name, found)

        return fetch

    def told(self, cursor, name, found):
        if name in ("fetchmany", "fetchall"):
            self.teller.read(cursor, found)
        else:
            self.teller.read(cursor, [] if found is None else [found])
        return found

    def put_into(self, cls):
        for name, method in self.all(cls).items():
            setattr(cls, name, method)

    def all(self, cls):
        found = {name: self.of(name, getattr(cls, name)) for name in METHODS if hasattr(cls, name)}
        return {name: method for name, method in found.items() if method is not None}

    def subclass(self, cls):
        """Returns a subclass of a class of cursors whose objects tell."""
        return type(cls.__name__, (cls,), dict(self.all(cls), __module__=cls.__module__))

    def end_in(self, cls):
        """Has connections of a class tell when they commit and roll back."""
        for name, method in self.ends(cls).items():
            setattr(cls, name, method)

    def ends(self, cls):
        return {name: self.ending(getattr(cls, name), name.upper()) for name in ("commit", "rollback")}

    def ending(self, original, text):
        @functools.wraps(original)
        def end(connection):
            return self.teller.end(connection, text, lambda: original(connection))

        return end


def shortcut(name):
    """Returns a method of connections that has a cursor do what it is called; sqlite3's own passes by ours."""

    def run(self, *arguments):
        return getattr(self.cursor(), name)(*arguments)

    return run


def leave(self, kind, *rest):
    """Ends a transaction as sqlite3's own __exit__ does, which passes by our methods."""
    if kind is not None:
        self.rollback()
        return False
    try:
        self.commit()
    except BaseException:
        self.rollback()
        raise
    return False


SHORTCUTS = {name: shortcut(name) for name in ("execute", "executemany", "executescript")}
SHORTCUTS["__exit__"] = leave


def in_sqlite(methods):
    @functools.lru_cache(maxsize=None)
    def telling(cls):
        def cursor(self, factory=sqlite3.Cursor):
            return super(made, self).cursor(methods.telling(factory) if isinstance(factory, type) else factory)

        own = dict(SHORTCUTS, cursor=cursor, __module__=cls.__module__, **methods.ends(cls))
        made = type(cls.__name__, (cls,), own)
        return made

    original = sqlite3.connect
    place = 5  # of the argument, where it has no name

    @functools.wraps(original)
    def connect(*arguments, **named):
        if len(arguments) > place:
            arguments = arguments[:place] + (telling(arguments[place]),) + arguments[place + 1 :]
        else:
            named["factory"] = telling(named.get("factory", sqlite3.Connection))
        return original(*arguments, **named)

    sqlite3.connect = sqlite3.dbapi2.connect = connect


def in_psycopg2(methods):
    psycopg2 = importlib.import_module("psycopg2")
    extensions = importlib.import_module("psycopg2.extensions")

    @functools.lru_cache(maxsize=None)
    def telling(cls):
        def cursor(self, name=None, cursor_factory=None, **rest):
            factory = cursor_factory or self.cursor_factory or extensions.cursor
            return super(made, self).cursor(name, methods.telling(factory), **rest)

        made = type(cls.__name__, (cls,), dict(methods.ends(cls), cursor=cursor, __module__=cls.__module__))
        return made

    original = psycopg2.connect

    @functools.wraps(original)
    def connect(dsn=None, connection_factory=None, cursor_factory=None, **rest):
        factory = telling(connection_factory or extensions.connection)
        return original(dsn, factory, cursor_factory, **rest)

    psycopg2.connect = connect
