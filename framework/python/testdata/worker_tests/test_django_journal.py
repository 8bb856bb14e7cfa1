"""The law of the journal: when it says that nothing is broken, nothing is."""

import contextlib
import os
import random
import sqlite3
import sys
import unittest

import driver

sys.path.insert(0, os.path.dirname(driver.PACKAGE))
from ptrworker import django_constraints, django_journal  # noqa: E402

sys.path.pop(0)

SCHEMA = """
    CREATE TABLE a (id INTEGER PRIMARY KEY, b INTEGER REFERENCES b (id) DEFERRABLE INITIALLY DEFERRED);
    CREATE TABLE b (id INTEGER PRIMARY KEY, a INTEGER REFERENCES a (id) DEFERRABLE INITIALLY DEFERRED);
    CREATE TABLE c (id INTEGER PRIMARY KEY, a INTEGER REFERENCES a (id) ON DELETE CASCADE);
    CREATE TABLE d (c INTEGER REFERENCES c (id) DEFERRABLE INITIALLY DEFERRED);
    INSERT INTO a VALUES (1, NULL), (2, NULL);
    INSERT INTO c VALUES (1, 1), (2, 2);
    INSERT INTO d VALUES (1), (2);
"""

STATEMENTS = [
    'INSERT INTO "a" VALUES (NULL, {n})',
    'INSERT INTO "b" VALUES ({n}, NULL)',
    'INSERT OR REPLACE INTO "c" VALUES ({n}, 1)',
    'INSERT OR IGNORE INTO "d" VALUES ({n})',
    'INSERT INTO "D" VALUES ({n})',
    'UPDATE "a" SET id = id + 10',
    'UPDATE "b" SET a = {n}',
    'UPDATE "c" SET id = {n} WHERE id = 1',
    'DELETE FROM "a" WHERE id = {n}',
    'DELETE FROM "b"',
    'DELETE FROM "c" WHERE id = {n}',
    'DELETE FROM "d"',
    'SELECT * FROM "a"',
]
if sqlite3.sqlite_version_info >= (3, 35):
    STATEMENTS += [
        'INSERT INTO "a" VALUES (NULL, {n}) RETURNING id',
        'UPDATE "b" SET a = {n} RETURNING id, a',
        'DELETE FROM "c" WHERE id = {n} RETURNING id',
    ]

# Statements of which it is not known, or not at once, what they write.
STRANGE = [
    "WITH x AS (SELECT {n} AS n) INSERT INTO d SELECT n FROM x",
    "DELETE FROM a /* without quotes */",
    "CREATE TABLE IF NOT EXISTS t{n} (a INTEGER REFERENCES a (id) DEFERRABLE INITIALLY DEFERRED)",
    'INSERT INTO "t{n}" VALUES (99)',
    "CREATE TEMP TRIGGER IF NOT EXISTS g AFTER INSERT ON b BEGIN INSERT INTO d VALUES (98); END",
    "CREATE TRIGGER IF NOT EXISTS h AFTER DELETE ON d BEGIN INSERT INTO d VALUES (98); END",
]


class Cursor(sqlite3.Cursor):
    journaled = True
    execute = django_constraints.journaled(sqlite3.Cursor.execute)


class Session:
    """Does at random what Django and tests do with a connection."""

    def __init__(self, seed):
        self.random = random.Random(seed)
        place = dict(database="file:journal%d?mode=memory&cache=shared" % seed, uri=True, isolation_level=None)
        self.database = sqlite3.connect(factory=django_constraints.JournaledConnection, **place)
        self.another = sqlite3.connect(timeout=0, **place)
        self.database.executescript(SCHEMA)
        # Off, violations are committed; on, deletions cascade.
        self.database.executescript("PRAGMA foreign_keys = %d" % self.random.randint(0, 1))
        if seed % 8 < 2:
            self.database.executescript(STRANGE[-1 - seed % 8])
        self.savepoints = []
        self.done = []

    def step(self):
        do = self.random.choices(
            [
                self.statement,
                self.savepoint,
                self.end_savepoint,
                self.begin,
                self.end,
                self.know,
                self.past,
                self.of_another,
            ],
            [12, 4, 4, 3, 1, 3, 0.4, 0.2],
        )[0]
        self.done.append(do.__name__)
        do()

    def execute(self, text):
        self.done.append(text)
        try:
            self.database.cursor(Cursor).execute(text)
        except sqlite3.Error as err:
            self.done.append(str(err))

    def statement(self):
        statements = STRANGE if self.random.random() < 0.05 else STATEMENTS
        self.execute(self.random.choice(statements).format(n=self.random.randint(1, 3)))

    def savepoint(self):
        if self.database.in_transaction:
            self.savepoints.append("s%d" % self.random.randint(1, 3))
            self.execute('SAVEPOINT "%s"' % self.savepoints[-1])

    def end_savepoint(self):
        if self.savepoints:
            word = self.random.choice(["RELEASE SAVEPOINT", "ROLLBACK TO SAVEPOINT"])
            self.execute('%s "%s"' % (word, self.random.choice(self.savepoints)))

    def begin(self):
        if not self.database.in_transaction:
            self.savepoints = []
            self.execute("BEGIN")

    def end(self):
        self.random.choice([self.database.rollback, self.database.rollback, self.commit])()

    def commit(self):
        try:
            self.database.commit()
        except sqlite3.IntegrityError:
            self.database.rollback()

    def past(self):
        """Uses the connection past the journal."""
        texts = ["SELECT 1", "INSERT INTO d VALUES (97)", "ROLLBACK", "DELETE FROM a", 'RELEASE SAVEPOINT "s1"', "COMMIT; BEGIN"]
        for text in self.random.choice(texts).split(";"):
            self.done.append(text)
            with contextlib.suppress(sqlite3.Error):
                self.database.execute(text)

    def of_another(self):
        """Commits by another connection, if it may."""
        with contextlib.suppress(sqlite3.Error):
            self.another.execute("INSERT INTO d VALUES (96)")

    def know(self):
        """Does what is done when the transaction of a TestCase begins."""
        journal = self.database.journal
        journal.before(self.database)
        if not self.database.in_transaction and django_constraints.right(self.database, "PRAGMA foreign_key_check"):
            journal.found_right(self.database)


class JournalTest(unittest.TestCase):
    def test_what_it_holds_for_right_is_right(self):
        certain = violations = 0
        for seed in range(1500):
            session = Session(seed)
            for _ in range(40):
                session.step()
                broken = not django_constraints.right(session.database, "PRAGMA foreign_key_check")
                if django_constraints.nothing_broken(session.database):
                    certain += 1
                    self.assertFalse(broken, "seed %d: %s" % (seed, session.done))
                violations += broken
            session.another.close()
            session.database.close()
        # Otherwise nothing was shown.
        self.assertGreater(certain, 3000)
        self.assertGreater(violations, 3000)

    @unittest.skipUnless(sqlite3.sqlite_version_info >= (3, 35), "SQLite has no RETURNING")
    def test_what_a_statement_returns_is_counted_late_and_known_all_the_same(self):
        session = Session(2)
        session.know()
        session.database.execute("BEGIN")
        session.know()
        cursor = session.database.cursor(Cursor)
        cursor.execute('INSERT INTO "a" VALUES (NULL, 1), (NULL, 2) RETURNING id')
        cursor.fetchone()
        cursor.close()
        self.assertEqual(session.database.journal.suspects(session.database), {"a"})
        sqlite3.Connection.cursor(session.database).execute("INSERT INTO d VALUES (1)")
        self.assertIsNone(session.database.journal.suspects(session.database))
        session.another.close()
        session.database.close()

    def test_what_statements_write(self):
        for text, expected in {
            'INSERT INTO "a" ("x") VALUES (%s)': "a",
            '  insert or replace into "a" values (1)': "a",
            'UPDATE "shop_Book" SET "x" = 1': "shop_book",
            'DELETE FROM "a""b"': 'a"b',
            'INSERT INTO "main"."a" VALUES (1)': None,
            "INSERT INTO a VALUES (1)": None,
            'WITH x AS (SELECT 1) DELETE FROM "a"': None,
            '/* */ DELETE FROM "a"': None,
            "PRAGMA writable_schema = ON": None,
            "ATTACH 'x' AS y": None,
            b"SELECT 1": None,
            'SELECT "a" FROM "b"': django_journal.READ,
            "PRAGMA foreign_keys = OFF": django_journal.READ,
            "PRAGMA table_info(a)": django_journal.READ,
            "BEGIN": django_journal.READ,
        }.items():
            with self.subTest(text):
                self.assertEqual(django_journal.table_written(text), expected)


if __name__ == "__main__":
    unittest.main()
