"""Set-up explained statement by statement."""

import json
import re
import time

from ptrworker import django_recorded

__unittest = True

NAME = r'[`"\[]?([\w.$-]+)'
PATTERNS = [
    (re.compile(r"\s*CREATE\s+(?:TEMP\w*\s+)?TABLE\s+(?:IF NOT EXISTS\s+)?" + NAME, re.I), "CREATE TABLE"),
    (re.compile(r"\s*CREATE\s+(?:UNIQUE\s+)?INDEX\s.*?\bON\s+" + NAME, re.I | re.S), "CREATE INDEX"),
    (re.compile(r"\s*ALTER\s+TABLE\s+" + NAME + r".*?\bFOREIGN\s+KEY", re.I | re.S), "ADD FOREIGN KEY"),
    (re.compile(r"\s*ALTER\s+TABLE\s+" + NAME, re.I), "ALTER TABLE"),
    (re.compile(r"\s*DROP\s+TABLE\s+(?:IF EXISTS\s+)?" + NAME, re.I), "DROP TABLE"),
    (re.compile(r"\s*INSERT\s+(?:OR\s+\w+\s+|IGNORE\s+)?INTO\s+" + NAME, re.I), "INSERT"),
    (re.compile(r"\s*UPDATE\s+" + NAME, re.I), "UPDATE"),
    (re.compile(r"\s*DELETE\s+FROM\s+" + NAME, re.I), "DELETE"),
    (re.compile(r"\s*SELECT\b.*?\bFROM\s+" + NAME, re.I | re.S), "SELECT"),
]  # fmt: skip


def classify(text):
    """Returns the kind of a statement and its table, such as ("CREATE TABLE", "auth_user")."""
    for pattern, kind in PATTERNS:
        found = pattern.match(text)
        if found:
            return kind, found.group(1)
    words = text.split(None, 1)
    return (words[0].upper() if words else ""), ""


class Statements:
    """Times the statements of a connection."""

    def __init__(self, phases):
        self.phases = phases
        self.seen = []
        self.recorder = None

    def watch(self, connection):
        connection.execute_wrappers.append(self.run)

    def record(self, connection):
        self.recorder = django_recorded.Recorder(connection, self.phases)

    def run(self, execute, sql, params, many, context):
        """A wrapper as connection.execute_wrapper takes it."""
        began = time.perf_counter()
        try:
            return execute(sql, params, many, context)
        finally:
            seconds = time.perf_counter() - began
            kind, table = classify(str(sql))
            self.seen.append(
                {
                    "statement": kind,
                    "table": table,
                    "seconds": round(seconds, 6),
                    "rows": rows_of(context["cursor"]),
                    "phase": self.phases.current(),
                }
            )

    def write(self, path, alias):
        with open(path, "w", encoding="utf-8") as file:
            script = self.recorder.texts if self.recorder is not None else []
            json.dump({"alias": alias, "phases": self.phases.seconds, "statements": self.seen, "script": script}, file)


def rows_of(cursor):
    """Returns how many rows the last statement changed; 0 where that is not known."""
    try:
        return max(cursor.rowcount, 0)
    except Exception:
        return 0
