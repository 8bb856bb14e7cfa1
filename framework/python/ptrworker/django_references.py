"""Which tables of a SQLite database refer to which by foreign keys."""

import sqlite3

__unittest = True


class Schema:
    """Which tables refer to which, at one version of the schema."""

    def __init__(self, database, version):
        self.version = version
        self.triggers = bool(ask(database, "SELECT 1 FROM sqlite_master WHERE type = 'trigger' LIMIT 1"))
        self.referring = {}  # table -> tables with keys that refer to it
        self.cascading = {}  # those of them whose rows the database changes with the table's
        for (table,) in ask(database, "SELECT name FROM sqlite_master WHERE type = 'table'"):
            self.add(database, table)

    def add(self, database, table):
        quoted = table.replace('"', '""')
        for key in ask(database, 'PRAGMA foreign_key_list("%s")' % quoted):
            referred, on_update, on_delete = key[2].lower(), key[5], key[6]
            self.referring.setdefault(referred, set()).add(table.lower())
            if {on_update, on_delete} - {"NO ACTION", "RESTRICT"}:
                self.cascading.setdefault(referred, set()).add(table.lower())

    def to_check(self, database, written):
        """Returns the tables in which what was written can have broken a key; None if that is not known.

        Any table may have been written by a trigger. Temporary tables and
        triggers have a schema of their own, and may hide a table's name.
        """
        if self.triggers or ask(database, "SELECT 1 FROM sqlite_temp_master LIMIT 1"):
            return None
        changed, pending = set(), list(written)
        while pending:
            table = pending.pop()
            if table not in changed:
                changed.add(table)
                pending.extend(self.cascading.get(table, ()))
        referring = [self.referring.get(table, ()) for table in changed]
        return sorted(changed.union(*referring))


def ask(database, text):
    """Runs a statement of our own, which the journal need not know of."""
    return sqlite3.Connection.cursor(database).execute(text).fetchall()
