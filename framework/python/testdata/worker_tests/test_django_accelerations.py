"""Accelerations change how long tests take, and not how they end."""

import shutil
import unittest

import django_suite

# Each test that ends in _fails leaves a violation that Django finds after it.
TESTS = """
    import threading
    import unittest
    from django.db import connection, connections, transaction
    from django.test import TestCase, TransactionTestCase
    from shop.models import Book, Shelf

    def run(text, *arguments):
        with connection.cursor() as cursor:
            cursor.execute(text, arguments)

    class SimpleTest(TestCase):
        def test_nothing(self): pass
        def test_insert(self):
            Book.objects.create(shelf=Shelf.objects.create())
        def test_insert_fails(self):
            Book.objects.create(shelf_id=77)
        def test_after_a_failure(self): pass
        def test_update_fails(self):
            book = Book.objects.create(shelf=Shelf.objects.create())
            Book.objects.filter(pk=book.pk).update(shelf_id=77)
        def test_delete_of_what_is_referred_to_fails(self):
            Book.objects.create(shelf=Shelf.objects.create())
            run("DELETE FROM shop_shelf")
        def test_quoted_delete_fails(self):
            Book.objects.create(shelf=Shelf.objects.create())
            run('DELETE FROM "shop_shelf"')
        def test_delete_and_mend(self):
            shelf = Shelf.objects.create()
            Book.objects.create(shelf=shelf)
            run('DELETE FROM "shop_shelf"')
            shelf.save(force_insert=True)
        def test_primary_key_moved_fails(self):
            shelf = Shelf.objects.create()
            Book.objects.create(shelf=shelf)
            Shelf.objects.filter(pk=shelf.pk).update(id=78)
        def test_replace_fails(self):
            shelf = Shelf.objects.create()
            Book.objects.create(shelf=shelf, title="a")
            run('INSERT OR REPLACE INTO "shop_book" VALUES (%s, %s, 77)', Book.objects.get().pk, "a")
        def test_rolled_back(self):
            with self.assertRaises(ZeroDivisionError), transaction.atomic():
                Book.objects.create(shelf_id=77)
                1 / 0
        def test_rolled_back_in_part_fails(self):
            Book.objects.create(shelf_id=77)
            with self.assertRaises(ZeroDivisionError), transaction.atomic():
                Book.objects.all().delete()
                1 / 0
        def test_released_fails(self):
            with transaction.atomic():
                with transaction.atomic():
                    Book.objects.create(shelf_id=77)
        def test_in_bulk_fails(self):
            Book.objects.bulk_create([Book(shelf_id=77), Book(shelf_id=78)])

    class StrangeTest(TestCase):
        def test_with_fails(self):
            run('WITH x AS (SELECT 77 AS y) INSERT INTO "shop_book" (title, shelf_id) SELECT %s, y FROM x', "")
        def test_comment_fails(self):
            run('/* here */ INSERT INTO "shop_book" (title, shelf_id) VALUES (%s, 77)', "")
        def test_schema_fails(self):
            run('INSERT INTO main."shop_book" (title, shelf_id) VALUES (%s, 77)', "")
        def test_other_quotes_fail_fails(self):
            run('INSERT INTO [shop_book] (title, shelf_id) VALUES (%s, 77)', "")
        def test_capitals_fails(self):
            run('INSERT INTO "SHOP_BOOK" (title, shelf_id) VALUES (%s, 77)', "")
        def test_many_fails(self):
            with connection.cursor() as cursor:
                cursor.executemany('INSERT INTO "shop_book" (title, shelf_id) VALUES (%s, 77)', [["a"], ["b"]])
        def test_raw_connection_fails(self):
            connection.connection.execute('INSERT INTO "shop_book" (title, shelf_id) VALUES (?, 77)', [""])
        def test_raw_cursor_fails(self):
            connection.connection.cursor().execute('INSERT INTO "shop_book" (title, shelf_id) VALUES (?, 77)', [""])
        def test_raw_cursor_of_before_fails(self):
            self.cursor.execute('INSERT INTO "shop_book" (title, shelf_id) VALUES (?, 77)', [""])
        def test_trigger_fails(self):
            run('CREATE TRIGGER t AFTER INSERT ON "shop_shelf" BEGIN '
                "INSERT INTO shop_book (title, shelf_id) VALUES ('', 77); END")
            Shelf.objects.create()
        def test_temporary_trigger_fails(self):
            run('CREATE TEMP TRIGGER t AFTER INSERT ON "shop_shelf" BEGIN '
                "INSERT INTO shop_book (title, shelf_id) VALUES ('', 77); END")
            Shelf.objects.create()
        def test_table_made_here_fails(self):
            run('CREATE TABLE x (y integer REFERENCES shop_shelf (id) DEFERRABLE INITIALLY DEFERRED)')
            run('INSERT INTO "x" VALUES (77)')
        def test_temporary_table_hides_fails(self):
            Book.objects.create(shelf_id=77)
            run('CREATE TEMP TABLE shop_book (id integer primary key, title text, shelf_id integer)')
        def test_wrapped(self):
            def wrapper(execute, sql, params, many, context): return execute(sql, params, many, context)
            connection.execute_wrappers.append(wrapper)
            self.addCleanup(connection.execute_wrappers.remove, wrapper)
            Book.objects.create(shelf=Shelf.objects.create())
        def test_broken_transaction(self):
            Book.objects.create(shelf_id=77)
            transaction.set_rollback(True)
        @classmethod
        def setUpClass(cls):
            super().setUpClass()
            cls.cursor = connection.connection.cursor()

    class OfTheClassTest(TestCase):
        @classmethod
        def setUpTestData(cls):
            Book.objects.create(shelf_id=77)
        def test_1_fails(self): pass
        def test_2_mended(self): Shelf.objects.create(pk=77)
        def test_3_fails_again_fails(self): pass
        def test_4_more_fails(self): Shelf.objects.create(pk=78)

    class PastTheJournalOfTheClassTest(TestCase):
        @classmethod
        def setUpTestData(cls):
            connection.connection.execute('INSERT INTO "shop_book" (title, shelf_id) VALUES (?, 77)', [""])
        def test_1_fails(self): pass
        def test_2_mended(self): Shelf.objects.create(pk=77)
        def test_3_again_fails(self): pass

    class TriggerOfTheClassTest(TestCase):
        @classmethod
        def setUpTestData(cls):
            run('CREATE TRIGGER t AFTER INSERT ON "shop_shelf" BEGIN '
                "INSERT INTO shop_book (title, shelf_id) VALUES ('', 77); END")
        def test_1_nothing(self): pass
        def test_2_insert_fails(self): Shelf.objects.create()
        def test_3_insert_fails(self): Shelf.objects.create()

    class CascadeTest(TestCase):
        @classmethod
        def setUpTestData(cls):
            run('CREATE TABLE a (id integer primary key)')
            run('CREATE TABLE b (id integer primary key, a integer REFERENCES a (id) ON DELETE CASCADE)')
            run('CREATE TABLE c (b integer REFERENCES b (id) DEFERRABLE INITIALLY DEFERRED)')
            run('INSERT INTO "a" VALUES (1)')
            run('INSERT INTO "b" VALUES (2, 1)')
            run('INSERT INTO "c" VALUES (2)')
        def test_1_nothing(self): pass
        def test_2_delete_fails(self): run('DELETE FROM "a"')
        def test_3_delete_both(self):
            run('DELETE FROM "c"')
            run('DELETE FROM "a"')

    class ScriptTest(TestCase):
        def test_script_fails(self):
            with connection.cursor() as cursor:
                cursor.executescript("BEGIN; INSERT INTO shop_book (title, shelf_id) VALUES ('of a script', 77)")
        def test_script_with_a_commit_fails(self):
            Book.objects.create(title="of a script", shelf_id=77)
            connection.connection.executescript("BEGIN")
        @classmethod
        def tearDownClass(cls):
            connection.connection.execute("DELETE FROM shop_book WHERE title = 'of a script'")
            connection.connection.commit()
            super().tearDownClass()

    class CommittedBeforeTest(TestCase):
        @classmethod
        def setUpClass(cls):
            run("PRAGMA foreign_keys = OFF")
            run('INSERT INTO "shop_book" (title, shelf_id) VALUES (%s, 77)', "committed")
            run("PRAGMA foreign_keys = ON")
            super().setUpClass()
        def test_1_fails(self): pass
        def test_2_mended(self): Shelf.objects.create(pk=77)
        def test_3_again_fails(self): pass
        @classmethod
        def tearDownClass(cls):
            super().tearDownClass()
            run('DELETE FROM "shop_book"')

    class AfterThatTest(TestCase):
        def test_nothing(self): pass

    class ByAThreadTest(TestCase):
        def test_1_other_connection_fails(self):
            def write():
                run("PRAGMA foreign_keys = OFF")
                run('INSERT INTO "shop_book" (title, shelf_id) VALUES (%s, 77)', "committed")
                connection.close()
            thread = threading.Thread(target=write)
            thread.start()
            thread.join()
        @classmethod
        def tearDownClass(cls):
            super().tearDownClass()
            run('DELETE FROM "shop_book"')

    class FlushedTest(TransactionTestCase):
        def test_rows(self):
            Book.objects.create(shelf=Shelf.objects.create())
"""

class ConstraintsTest(django_suite.DjangoTestCase):
    def test_outcomes_are_those_without_accelerations(self):
        suite = self.prepared(tests=TESTS)
        template = suite.snapshots["default"]
        for how in ("memory", "file"):
            found = {}
            for accelerate in (False, True):
                suite.options["accelerate"] = accelerate
                suite.snapshots["default"] = shutil.copy(template, template + ".clone")
                run = suite.run(how)
                self.assertEqual(run.all("error"), [], run.output)
                found[accelerate] = {
                    name: (each["outcome"], each.get("failure")) for name, each in run.attempts().items()
                }
            with self.subTest(how):
                self.assertEqual(found[True], found[False])
                self.check_that_it_would_be_noticed(found[False], how)

    def check_that_it_would_be_noticed(self, found, how):
        """Checks that the tests of TESTS do what their names say without accelerations."""
        ended = {name.rpartition("tests.")[2]: outcome for name, (outcome, _) in found.items()}
        expected = {name: "fail" if name.endswith("_fails") else "pass" for name in ended}
        self.assertEqual(ended, expected, how)

    def test_most_checks_are_saved(self):
        suite = self.prepared(tests="""
            from django.db import connection
            from django.test import TestCase
            from shop.models import Book, Shelf

            checks = []

            class CountingTest(TestCase):
                @classmethod
                def setUpClass(cls):
                    super().setUpClass()
                    connection.connection.set_trace_callback(
                        lambda text: checks.append(text) if "foreign_key_check" in text else None)
                @classmethod
                def tearDownClass(cls):
                    connection.connection.set_trace_callback(None)
                    super().tearDownClass()
                def test_1_read(self): Book.objects.count()
                def test_2_write(self):
                    self.assertEqual(checks, [])
                    Book.objects.create(shelf=Shelf.objects.create())
                def test_3_after(self):
                    self.assertEqual(checks, ['PRAGMA foreign_key_check("%s")' % name
                                              for name in ("shop_book", "shop_shelf")])
        """)
        run = suite.run()
        self.assertEqual(run.outcomes(), dict.fromkeys(["test_1_read", "test_2_write", "test_3_after"], "pass"))
        suite.options["accelerate"] = ["freeze"]
        self.assertEqual(suite.run().outcomes()["test_2_write"], "fail")


class ChoosingTest(django_suite.DjangoTestCase):
    TESTS = """
        import gc
        from django.db import connection
        from django.test import TestCase

        class StateTest(TestCase):
            def test_frozen(self): self.assertGreater(gc.get_freeze_count(), 10000)
            def test_journal(self): self.assertTrue(hasattr(connection.connection, "journal"))
            def test_collector_is_on(self): self.assertTrue(gc.isenabled())
    """

    def test_each_can_be_switched_off(self):
        suite = self.prepared(tests=self.TESTS)
        for accelerate, frozen, journal in [
            (None, "pass", "pass"),
            (True, "pass", "pass"),
            (False, "fail", "fail"),
            (["freeze"], "pass", "fail"),
            (["constraints"], "fail", "pass"),
        ]:
            with self.subTest(accelerate):
                suite.options = {} if accelerate is None else {"accelerate": accelerate}
                self.assertEqual(
                    suite.run().outcomes(),
                    {"test_frozen": frozen, "test_journal": journal, "test_collector_is_on": "pass"},
                )

    def test_an_unknown_name_is_an_error(self):
        suite = self.prepared(tests=self.TESTS)
        suite.options = {"accelerate": ["warp"]}
        (error,) = suite.run().all("error")
        self.assertIn("unknown acceleration 'warp'; there are constraints, freeze", error["text"])


if __name__ == "__main__":
    unittest.main()
