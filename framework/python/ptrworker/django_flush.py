"""Which tables a flush of SQLite's has to empty with a table, without a search for each.

Before Django empties tables it finds those that refer to them, by a regular expression
that it has SQLite try on the text of every table, for each of them. Here the texts are
read once for each version of the schema, by the same expression with any name in it.
"""

import re
import sqlite3

__unittest = True

# As in Django's operations, which looks for one name.
REFERENCES = re.compile(r"""(?i)\s+references\s+(?:"|')?(\w+)(?:"|')?\s*\(""")
PLAIN = re.compile(r"\w+\Z", re.ASCII)

GRAPH = "_DatabaseOperations__references_graph"


def install():
    """Has Django's operations for SQLite ask the texts that are known."""
    from django.db.backends.sqlite3 import operations

    own = getattr(operations.DatabaseOperations, GRAPH, None)
    if own is not None and not hasattr(own, "ptr"):
        setattr(operations.DatabaseOperations, GRAPH, knowing(own))


def knowing(own):
    """Returns a method that gives what `own` gives, in another order."""

    def references_graph(self, table_name):
        self.connection.ensure_connection()
        found = closure(referring(self, self.connection.connection), table_name)
        return own(self, table_name) if found is None else found

    references_graph.ptr = True
    return references_graph


def referring(operations, database):
    """Returns, by the lower case name of a table, what refers to it in a database."""
    cursor = sqlite3.Connection.cursor(database)
    version = id(database), cursor.execute("PRAGMA schema_version").fetchone()[0]
    known = getattr(operations, "ptr_referring", None)
    if known is None or known[0] != version:
        graph = {}
        for name, text in cursor.execute("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL"):
            for table in REFERENCES.findall(text):
                graph.setdefault(table.lower(), set()).add(name)
        known = operations.ptr_referring = version, graph
    return known[1]


def closure(graph, table_name):
    """Returns a table, what refers to it, what refers to that, and so on; None if a name is a pattern, too."""
    found, pending = {table_name}, [table_name]
    while pending:
        name = pending.pop()
        if not PLAIN.match(name):
            return None
        new = graph.get(name.lower(), set()) - found
        found |= new
        pending.extend(new)
    return list(found)
