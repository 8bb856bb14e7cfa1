"""Accelerations change how long tests take, and not how they end."""

import os
import shutil
import sys
import unittest

import django_suite
import driver

sys.path.insert(0, os.path.dirname(driver.PACKAGE))
from ptrworker import django_flush, django_patterns  # noqa: E402

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


# Each test that ends in _fails expects what asgiref does not do.
LOCALS = """
    import asyncio
    import threading
    from asgiref.local import Local
    from asgiref.sync import async_to_sync, sync_to_async
    from django.db import connection, connections
    from django.test import SimpleTestCase, TestCase
    from django.utils import translation

    shared, critical = Local(), Local(thread_critical=True)

    def look(): return getattr(shared, "x", None), getattr(critical, "x", None)
    async def look_in_a_task(): return look()
    async def look_in_a_thread(): return await sync_to_async(look)()
    async def look_by_a_task_of_a_task(): return await asyncio.create_task(look_in_a_task())
    async def write(value):
        shared.x = critical.x = value
    async def write_in_a_thread(value): await sync_to_async(put)(value)

    def put(value):
        shared.x = critical.x = value

    def in_a_thread(function, *arguments):
        seen = []
        thread = threading.Thread(target=lambda: seen.append(function(*arguments)))
        thread.start()
        thread.join()
        return seen[0]

    class LocalsTest(SimpleTestCase):
        def setUp(self): put("here")
        def test_of_the_thread(self): self.assertEqual(look(), ("here", "here"))
        def test_of_another_thread(self): self.assertEqual(in_a_thread(look), (None, None))
        def test_of_a_task(self): self.assertEqual(async_to_sync(look_in_a_task)(), ("here", None))
        def test_of_a_task_of_a_task(self): self.assertEqual(async_to_sync(look_by_a_task_of_a_task)(), (None, None))
        def test_of_a_thread_of_a_task(self): self.assertEqual(async_to_sync(look_in_a_thread)(), ("here", "here"))
        def test_of_a_task_of_another_thread(self):
            self.assertEqual(in_a_thread(async_to_sync(look_in_a_task)), (None, None))
        def test_written_by_a_task(self):
            async_to_sync(write)("there")
            self.assertEqual(look(), ("there", "here"))
        def test_written_by_a_thread_of_a_task(self):
            async_to_sync(write_in_a_thread)("there")
            self.assertEqual(look(), ("there", "there"))
        def test_written_by_another_thread(self):
            in_a_thread(put, "there")
            self.assertEqual(look(), ("here", "here"))
        def test_of_a_loop(self): self.assertEqual(asyncio.run(look_in_a_task()), (None, None))
        def test_deleted(self):
            del shared.x
            self.assertEqual(look(), (None, "here"))
        def test_deleted_fails(self):
            del shared.x
            shared.x
        def test_new(self): self.assertFalse(hasattr(Local(), "x"))
        def test_language(self):
            with translation.override("de"):
                self.assertEqual(translation.get_language(), "de")
                self.assertEqual(in_a_thread(translation.get_language), "en-us")
        async def test_in_a_task(self): self.assertEqual(look(), ("here", None))

    class ConnectionsTest(TestCase):
        def test_of_a_thread(self): self.assertIsNot(in_a_thread(lambda: connections["default"]), connections["default"])
        def test_the_same(self): self.assertIs(connections["default"], connections["default"])
"""


class LocalsTest(django_suite.DjangoTestCase):
    def test_outcomes_are_those_without_the_short_way(self):
        suite = self.prepared(tests=LOCALS)
        found = {}
        for accelerate in (False, True):
            suite.options["accelerate"] = accelerate
            run = suite.run()
            self.assertEqual(run.all("error"), [], run.output)
            found[accelerate] = run.outcomes()
        self.assertEqual(found[True], found[False])
        if self.has_long_way():
            expected = {name: "fail" if name.endswith("_fails") else "pass" for name in found[True]}
            self.assertEqual({name: outcome for name, outcome in found[True].items()}, expected)

    def has_long_way(self):
        """Tells whether the asgiref here is one that looks for tasks first; later ones share more."""
        from asgiref.local import Local

        return hasattr(Local, "_get_context_id")


class PatternsTest(django_suite.DjangoTestCase):
    def test_a_pattern_is_taken_apart_once_and_changed_by_nobody(self):
        from django.utils import regex_helper

        asked = []

        def own(pattern):
            asked.append(pattern)
            return regex_helper.normalize(pattern)

        normalize = django_patterns.keeping(own)
        for pattern in ["^a/(?P<id>[0-9]+)/$", "b(?:/(\\w+))?", "", "c|d", "^a/(?P<id>[0-9]+)/$"]:
            got = normalize(pattern)
            self.assertEqual(got, regex_helper.normalize(pattern))
            got[0][1].append("mine")
            got.append("mine")
            self.assertEqual(normalize(pattern), regex_helper.normalize(pattern))
        self.assertEqual(len(asked), 4)
        with self.assertRaisesRegex(ValueError, "Non-reversible"):
            normalize("(?x)")

    def test_addresses_are_those_without_it(self):
        suite = self.prepared(tests="""
            from django.http import HttpResponse
            from django.test import SimpleTestCase, override_settings
            from django.urls import NoReverseMatch, include, path, re_path, reverse

            def view(request, **names): return HttpResponse()

            inner = [path("<int:id>/", view, name="one"), re_path("^(?P<slug>[a-z]+)/(?P<page>\\\\d+)?$", view, name="page")]

            class First:
                urlpatterns = [path("shelf/", include((inner, "shop"), namespace="shop")), path("all/", view, name="all")]

            class Second:
                urlpatterns = [path("other/", include((inner, "shop"), namespace="shop"))]

            class AddressesTest(SimpleTestCase):
                def test_1(self):
                    with override_settings(ROOT_URLCONF=First):
                        self.assertEqual(reverse("shop:one", kwargs={"id": 7}), "/shelf/7/")
                        self.assertEqual(reverse("shop:page", kwargs={"slug": "a"}), "/shelf/a/")
                        self.assertEqual(reverse("all"), "/all/")
                def test_2(self):
                    with override_settings(ROOT_URLCONF=Second):
                        self.assertEqual(reverse("shop:one", kwargs={"id": 7}), "/other/7/")
                        self.assertEqual(reverse("shop:page", kwargs={"slug": "a", "page": 3}), "/other/a/3")
                        with self.assertRaises(NoReverseMatch):
                            reverse("all")
        """)
        for accelerate in (False, True):
            suite.options["accelerate"] = accelerate
            self.assertEqual(suite.run().outcomes(), {"test_1": "pass", "test_2": "pass"})


class FlushTest(django_suite.DjangoTestCase):
    def test_tables_are_those_that_django_finds(self):
        suite = self.prepared(tests="""
            from django.db import connection
            from django.test import TransactionTestCase

            def own(table):
                return connection.ops._DatabaseOperations__references_graph(table)

            TABLES = [
                'CREATE TABLE a (id integer primary key)',
                'CREATE TABLE "B" (a integer REFERENCES a (id), b integer references "B"(a))',
                "CREATE TABLE c (b integer references 'b' (a))",
                'CREATE TABLE d (x integer, foreign key (x) references\\n A(id))',
                'CREATE TABLE "odd.name" (c integer REFERENCES c (b))',
                'CREATE TABLE e (o integer REFERENCES "odd.name" (c))',
                'CREATE TABLE oddxname (c integer)',
                'CREATE TABLE f (o integer REFERENCES "oddxname" (c))',
                'CREATE TABLE late (a integer)',
            ]

            class GraphTest(TransactionTestCase):
                def test_graphs(self):
                    with connection.cursor() as cursor:
                        for text in TABLES:
                            cursor.execute(text)
                        tables = [row[0] for row in cursor.execute("SELECT name FROM sqlite_master").fetchall()]
                        self.graphs = {name: sorted(own(name)) for name in tables + ["nowhere"] if "_" not in name}
                        cursor.execute("DROP TABLE late")
                        cursor.execute("CREATE TABLE late (a integer REFERENCES a (id))")
                        self.graphs["later"] = sorted(own("a"))
                        for table in ["e", "f", "oddxname", '"odd.name"', "late", "d", "c", '"B"', "a"]:
                            cursor.execute("DROP TABLE " + table)
                    self.assertIn("late", self.graphs["later"])
                    self.fail(repr(sorted(self.graphs.items())))
        """)
        found = {}
        for accelerate in (False, True):
            suite.options["accelerate"] = accelerate
            (attempt,) = suite.run().attempts().values()
            found[accelerate] = attempt["failure"]
        self.assertIn("('c', ['c', 'e', 'f', 'odd.name'])", found[False])
        self.assertEqual(found[True], found[False])

    def test_a_name_that_is_a_pattern_is_left_to_django(self):
        self.assertIsNone(django_flush.closure({"a": {"b.c"}}, "a"))
        self.assertEqual(sorted(django_flush.closure({"a": {"B"}, "b": {"a"}}, "a")), ["B", "a"])


class ChoosingTest(django_suite.DjangoTestCase):
    TESTS = """
        import gc
        from django.db import connection
        from django.test import TestCase

        class StateTest(TestCase):
            def test_frozen(self): self.assertGreater(gc.get_freeze_count(), 10000)
            def test_journal(self): self.assertTrue(hasattr(connection.connection, "journal"))
            def test_collector_is_on(self): self.assertTrue(gc.isenabled())
            def test_patterns(self):
                from django.urls import resolvers
                self.assertNotEqual(resolvers.normalize.__module__, "django.utils.regex_helper")
            def test_flush(self):
                self.assertTrue(hasattr(connection.ops._DatabaseOperations__references_graph, "ptr"))
            def test_locals(self):
                from asgiref.local import Local
                if hasattr(Local, "_get_context_id"):
                    self.assertEqual(Local._get_storage.__module__, "ptrworker.django_locals")
                else:
                    self.assertFalse(hasattr(Local, "_get_storage"))
    """

    @property
    def needs_locals(self):
        from asgiref.local import Local

        return hasattr(Local, "_get_context_id")

    def test_each_can_be_switched_off(self):
        suite = self.prepared(tests=self.TESTS)
        for accelerate, expected in [
            (None, {"frozen", "journal", "flush", "patterns", "locals"}),
            (True, {"frozen", "journal", "flush", "patterns", "locals"}),
            (False, set()),
            (["freeze"], {"frozen"}),
            (["constraints"], {"journal"}),
            (["locals", "patterns", "flush"], {"patterns", "locals", "flush"}),
        ]:
            with self.subTest(accelerate):
                suite.options = {} if accelerate is None else {"accelerate": accelerate}
                found = suite.run().outcomes()
                self.assertEqual(found.pop("test_collector_is_on"), "pass")
                if not self.needs_locals:
                    self.assertEqual(found.pop("test_locals"), "pass")
                    expected = expected - {"locals"}
                self.assertEqual({name[len("test_"):] for name, outcome in found.items() if outcome == "pass"}, expected)

    def test_what_is_frozen_is_found_by_those_who_look_through_all_objects(self):
        suite = self.prepared(
            tests="""
            import gc, unittest
            from django.db.models.signals import ModelSignal, post_save

            class LookTest(unittest.TestCase):
                def test_1_frozen(self): self.assertGreater(gc.get_freeze_count(), 10000)
                def test_2_objects(self):
                    self.assertTrue(any(one is post_save for one in gc.get_objects() if isinstance(one, ModelSignal)))
                def test_3_referrers(self): self.assertTrue(gc.get_referrers(post_save))
            """
        )
        self.assertEqual(set(suite.run().outcomes().values()), {"pass"})

    def test_an_unknown_name_is_an_error(self):
        suite = self.prepared(tests=self.TESTS)
        suite.options = {"accelerate": ["warp"]}
        (error,) = suite.run().all("error")
        self.assertIn("unknown acceleration 'warp'; there are constraints, flush, locals, patterns, freeze", error["text"])


if __name__ == "__main__":
    unittest.main()
