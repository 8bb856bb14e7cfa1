"""The databases that Django's tests see in a worker."""

import glob
import unittest

import django_suite

COUNTING = """
    from django.test import TestCase, TransactionTestCase
    from shop.models import Book, Shelf

    class RolledBackTest(TestCase):
        def test_first(self):
            Shelf.objects.create(name="a")
            self.assertEqual(Shelf.objects.count(), 1)
        def test_second(self):
            self.assertEqual(Shelf.objects.count(), 0)

    class FlushedTest(TransactionTestCase):
        def test_first(self):
            Shelf.objects.create(name="a")
            self.assertEqual(Shelf.objects.count(), 1)
        def test_second(self):
            self.assertEqual(Shelf.objects.count(), 0)
"""


class AttachingTest(django_suite.DjangoTestCase):
    def test_tests_see_a_private_copy_of_the_template(self):
        suite = self.prepared(tests=COUNTING)
        with open(suite.snapshots["default"], "rb") as file:
            before = file.read()
        for how in ("memory", "file"):
            with self.subTest(how):
                path = suite.snapshots["default"]
                if how == "file":
                    path = suite.snapshots["default"] = path + ".clone"
                    with open(path, "wb") as file:
                        file.write(before)
                run = suite.run(how)
                self.assertEqual({each["outcome"] for each in run.attempts().values()}, {"pass"}, run.output)
                if how == "memory":
                    with open(path, "rb") as file:
                        self.assertEqual(file.read(), before)

    def test_connections_look_as_django_leaves_them(self):
        self.assert_all_pass(
            """
            import os
            from django.conf import settings
            from django.db import connection, connections
            from django.test import SimpleTestCase

            class ConnectionTest(SimpleTestCase):
                databases = "__all__"

                def test_names(self):
                    for alias in ("default", "other"):
                        name = "file:memorydb_%s?mode=memory&cache=shared" % alias
                        self.assertEqual(connections[alias].settings_dict["NAME"], name)
                        self.assertEqual(settings.DATABASES[alias]["NAME"], name)

                def test_connections_are_open(self):
                    self.assertIsNotNone(connections["other"].connection)

                def test_the_environment_is_clean(self):
                    self.assertEqual([name for name in os.environ if name.startswith("PTR_DATABASE")], [])
            """,
            settings=django_suite.TWO_DATABASES,
            aliases=("default", "other"),
        )

    def test_another_thread_of_a_live_server_sees_the_rows(self):
        self.assert_all_pass(
            """
            import urllib.request
            from django.test import LiveServerTestCase
            from shop.models import Shelf

            class LiveTest(LiveServerTestCase):
                def test_count(self):
                    Shelf.objects.create(name="a")
                    with urllib.request.urlopen(self.live_server_url + "/count/") as answer:
                        self.assertEqual(answer.read(), b"1")
            """,
            more={
                "project/urls.py": """
                    from django.http import HttpResponse
                    from django.urls import path
                    from shop.models import Shelf

                    urlpatterns = [path("count/", lambda request: HttpResponse(str(Shelf.objects.count())))]
                """
            },
            settings="INSTALLED_APPS.append('django.contrib.staticfiles')\nSTATIC_URL = '/static/'\n",
        )

    def test_a_mirror_leads_to_the_database_of_its_alias(self):
        self.assert_all_pass(
            """
            from django.db import connections
            from django.test import TransactionTestCase
            from shop.models import Shelf

            class MirrorTest(TransactionTestCase):
                databases = {"default", "replica"}

                def test_same_rows(self):
                    Shelf.objects.create(name="a")
                    self.assertEqual(Shelf.objects.using("replica").count(), 1)
            """,
            settings="""
                DATABASES["replica"] = {"ENGINE": "django.db.backends.sqlite3", "TEST": {"MIRROR": "default"}}
            """,
        )

    def test_an_alias_without_a_backend_of_ptrs_is_made_by_django(self):
        engine = """
            from django.db.backends.sqlite3 import base

            class DatabaseWrapper(base.DatabaseWrapper):
                vendor = "own"
        """
        suite = self.prepared(
            {"engine/__init__.py": "", "engine/base.py": engine},
            settings="""
                import os
                DATABASES["own"] = {"ENGINE": "engine", "NAME": "x", "TEST": {"NAME": os.path.abspath("own")}}
            """,
            tests="""
                import os
                from django.db import connections
                from django.test import TestCase
                from shop.models import Shelf

                class OwnTest(TestCase):
                    databases = {"default", "own"}
                    def test_tables(self):
                        self.assertEqual(Shelf.objects.using("own").count(), 0)
                    def test_name(self):
                        name = "own_%d" % os.getpid()
                        self.assertEqual(os.path.basename(connections["own"].settings_dict["NAME"]), name)
            """,
        )
        run = suite.run()
        self.assertEqual(run.outcomes(), {"test_tables": "pass", "test_name": "pass"}, run.output)
        self.assertEqual(glob.glob(suite.folder + "/own*"), [])


class SerializedTest(django_suite.DjangoTestCase):
    FILES = {
        "shop/migrations/__init__.py": "",
        "shop/migrations/0001_initial.py": """
            from django.db import migrations, models

            def fill(apps, schema_editor):
                apps.get_model("shop", "Shelf").objects.create(name="x" * 20)

            class Migration(migrations.Migration):
                initial = True
                operations = [
                    migrations.CreateModel("Shelf", [
                        ("id", models.AutoField(primary_key=True)), ("name", models.CharField(max_length=20))]),
                    migrations.CreateModel("Book", [
                        ("id", models.AutoField(primary_key=True)), ("title", models.CharField(max_length=20)),
                        ("shelf", models.ForeignKey("shop.Shelf", models.CASCADE))]),
                    migrations.RunPython(fill),
                ]
        """,
    }

    def suite_of(self, tests):
        return self.prepared(self.FILES, tests=tests)

    def test_contents_come_back_for_classes_that_want_them(self):
        suite = self.suite_of("""
            from django.test import TransactionTestCase
            from shop.models import Shelf

            class BackTest(TransactionTestCase):
                serialized_rollback = True
                available_apps = ["shop"]
                def test_first(self): self.assertEqual(Shelf.objects.count(), 1)
                def test_second(self): self.assertEqual(Shelf.objects.count(), 1)
        """)
        run = suite.run()
        self.assertIn("serialized.default.0", suite.facts.known)
        self.assertEqual(run.outcomes(), {"test_first": "pass", "test_second": "pass"}, run.output)
        self.assertEqual(suite.facts.asked.count("serialized.default"), 1)

    def test_nobody_reads_them_before(self):
        suite = self.suite_of(COUNTING.replace("0)", "1)").replace("count(), 1)", "count(), 2)", 1))
        suite.run()
        self.assertEqual(suite.facts.asked, [])


if __name__ == "__main__":
    unittest.main()
