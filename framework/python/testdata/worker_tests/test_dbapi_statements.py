"""Statements are told of in suites that do without Django, too."""

import textwrap

import driver

SUITE = textwrap.dedent(
    """
    import sqlite3, unittest

    pool = sqlite3.connect(":memory:")
    pool.execute("CREATE TABLE people (name TEXT)")

    class Names(sqlite3.Cursor):
        def execute(self, sql, *rest):
            return super().execute(sql, *rest)

    class T(unittest.TestCase):
        def test_it(self):
            pool.execute("PRAGMA foreign_keys = ON")
            pool.executemany("INSERT INTO people VALUES (?)", [("ann",), ("bob",)])
            pool.rollback()
            with pool:
                pool.execute("INSERT INTO people VALUES ('cy')")
            cursor = pool.cursor(Names)
            self.assertEqual(list(cursor.execute("SELECT * FROM people")), [("cy",)])
            self.assertEqual(pool.execute("SELECT 1 WHERE ?", [0]).fetchall(), [])
            with self.assertRaises(sqlite3.OperationalError):
                pool.execute("SELECT * FROM nowhere")
            self.assertIsInstance(pool, sqlite3.Connection)
            self.assertEqual(type(cursor).__name__, "Names")
    """
)


class DbapiStatementsTest(driver.WorkerTestCase):
    def told(self, **options):
        run = self.run_all(SUITE, options={"debug_sql": True}, **options)
        self.assertEqual({each["outcome"] for each in run.attempts().values()}, {"pass"})
        return run

    def test_each_statement_is_told_once_with_the_line_of_the_test(self):
        run = self.told()
        self.assertEqual(
            [(each["text"], each["args"]) for each in run.all("statement")],
            [
                ("PRAGMA foreign_keys = ON", []),
                ("BEGIN", []),
                ("INSERT INTO people VALUES (?)", ["('ann',)", "('bob',)"]),
                ("ROLLBACK", []),
                ("BEGIN", []),
                ("INSERT INTO people VALUES ('cy')", []),
                ("COMMIT", []),
                ("SELECT * FROM people", []),
                ("SELECT 1 WHERE ?", ["0"]),
                ("SELECT * FROM nowhere", []),
            ],
        )
        self.assertEqual(run.all("statement")[0]["where"], "test_it.py:13")
        self.assertIn("OperationalError: no such table", run.all("answer")[-1]["failure"])

    def test_closely_the_rows_are_told_too(self):
        run = self.told(closely=True)
        numbers = {each["text"]: each["number"] for each in run.all("statement")}
        last = {each["number"]: each for each in run.all("answer")}
        self.assertEqual(last[numbers["SELECT * FROM people"]]["text"], "1 row")
        self.assertEqual(last[numbers["SELECT * FROM people"]]["first"], "'cy'")
        self.assertEqual(last[numbers["SELECT 1 WHERE ?"]]["text"], "no rows")

    def test_nothing_is_told_unless_asked_for(self):
        run = self.run_all(SUITE)
        self.assertEqual(run.all("statement"), [])
