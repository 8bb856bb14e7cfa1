"""Which tables of a SQLite database may hold rows with broken foreign keys.

A journal follows what one connection writes, with its transactions and
savepoints. It starts from a database all of whose foreign keys were checked:
then only tables written since, and those that refer to them, can hold a
violation. Whatever a journal does not understand, or has not seen, makes it
say that it knows nothing, and everything is checked.
"""

import functools
import re
import sqlite3

__unittest = True

# Statements of these forms change no rows but through functions of Python's,
# whose statements have a journal too. A pragma that sets something has "=".
READS = re.compile(
    r"\s*(?:SELECT|EXPLAIN)\b"
    r"|\s*BEGIN\s*\Z"
    r"|\s*PRAGMA\s+(?:foreign_keys(?:\s*=\s*(?:ON|OFF))?"
    r"|(?:foreign_key_check|foreign_key_list|table_x?info|table_list|index_list|index_x?info)"
    r"(?:\s*\([^()]*\))?)\s*\Z",
    re.I,
)
# A schema's name before the table's, or a name without quotes, is not understood.
WRITES = re.compile(
    r"\s*(?:(?:INSERT(?:\s+OR\s+\w+)?|REPLACE)\s+INTO|UPDATE(?:\s+OR\s+\w+)?|DELETE\s+FROM)\s+"
    r'"((?:[^"]|"")+)"(?!\s*\.)',
    re.I,
)
RETURNING = re.compile(r"\bRETURNING\b", re.I)
SAVEPOINTS = re.compile(r'\s*(SAVEPOINT|RELEASE SAVEPOINT|ROLLBACK TO SAVEPOINT) "([^"]+)"\s*\Z')

# Stands among the names of tables for a change of which nothing is known.
ANYTHING = None


class Journal:
    """What one connection has written since the foreign keys were known to be right."""

    def __init__(self):
        self.known = False  # are those of the committed rows right?
        self.written = []  # names of tables, in the transaction that is open
        self.savepoints = []  # (name, how much was written before it)
        self.changes = 0  # the connection's total_changes when it was last looked at
        self.versions = None  # of data and schema when they were last looked at
        self.returning = False  # was the last statement a write that may count its changes only later?

    # The connection's own statements.

    def before(self, connection):
        """Comes before each statement, and finds what was done past the journal."""
        if self.counts_more(connection):
            self.written.append(ANYTHING)
        if not connection.in_transaction:
            self.commit()

    def after(self, connection, text, failed):
        """Comes after each statement, with whether it failed; then it may still have written."""
        savepoint = SAVEPOINTS.match(text) if isinstance(text, str) else None
        if savepoint:
            if not failed:
                self.follow(*savepoint.groups())
        else:
            table = table_written(text)
            if table is not READ:
                self.written.append(table)
                self.returning = not failed and table is not ANYTHING and RETURNING.search(text) is not None
        self.changes = connection.total_changes
        if not connection.in_transaction:
            self.commit()

    def counts_more(self, connection):
        """Reports whether rows were changed by nothing that the journal knows of, since it last looked.

        What a statement with RETURNING has changed, SQLite counts when its last row was read.
        """
        more = connection.total_changes != self.changes and not self.returning
        self.changes, self.returning = connection.total_changes, False
        return more

    def follow(self, word, name):
        """Follows a savepoint: what is rolled back was never written."""
        if word == "SAVEPOINT":
            self.savepoints.append((name, len(self.written)))
            return
        for index in reversed(range(len(self.savepoints))):
            if self.savepoints[index][0] == name:
                if word == "RELEASE SAVEPOINT":
                    del self.savepoints[index:]
                else:
                    del self.savepoints[index + 1 :]
                    del self.written[self.savepoints[index][1] :]
                return

    def commit(self):
        """Comes when no transaction is open any more, and what became of it need not be known."""
        if self.written:
            self.known = False
        self.written.clear()
        self.savepoints.clear()

    def roll_back(self, connection):
        """Comes after the transaction was rolled back, and all that was written in it."""
        if self.counts_more(connection):
            self.known = False
        self.written.clear()
        self.savepoints.clear()

    def distrust(self):
        """Comes when the connection is used past the journal."""
        self.known = False

    # Questions.

    def suspects(self, connection):
        """Returns the names of tables to check, or None if it has to be all of them."""
        self.before(connection)
        self.look_around(connection)
        if not self.known or ANYTHING in self.written:
            return None
        return set(self.written)

    def look_around(self, connection):
        """Finds what others have changed: another connection its rows, or the schema."""
        versions = versions_of(connection)
        if versions != self.versions:
            self.known = False
        self.versions = versions

    def found_right(self, connection):
        """Comes when all foreign keys were checked and right, with no transaction open."""
        self.known = True
        self.written.clear()
        self.savepoints.clear()
        self.changes, self.returning = connection.total_changes, False
        self.versions = versions_of(connection)


# What table_written returns for a statement that changes no rows.
READ = object()


@functools.lru_cache(maxsize=10000)
def table_written(text):
    """Returns the name of the table that a statement writes, in lower case, ANYTHING, or READ."""
    if not isinstance(text, str):
        return ANYTHING
    if READS.match(text):
        return READ
    found = WRITES.match(text)
    return found.group(1).replace('""', '"').lower() if found else ANYTHING


def versions_of(connection):
    """Returns what changes with the commits of other connections, and with the schema."""
    return tuple(
        sqlite3.Connection.cursor(connection).execute("PRAGMA " + name).fetchone()[0]
        for name in ("data_version", "schema_version")
    )
