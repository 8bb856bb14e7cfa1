"""Suites of pytest's that use pytest-django."""

import json
import os
import subprocess
import sys
import tempfile
import unittest

import driver
from pytest_driver import PytestTestCase, inventory, is_there, last_parts

WARD = {
    "pytest.ini": "[pytest]\nDJANGO_SETTINGS_MODULE = settings\n",
    "settings.py": """
        import os
        HERE = os.path.dirname(os.path.abspath(__file__))
        SECRET_KEY = "x"
        INSTALLED_APPS = ["ward"]
        DEFAULT_AUTO_FIELD = "django.db.models.AutoField"
        DATABASES = {
            alias: {"ENGINE": "django.db.backends.sqlite3", "NAME": os.path.join(HERE, alias + ".sqlite3")}
            for alias in ("default", "archive")
        }
    """,
    "ward/__init__.py": "",
    "ward/models.py": """
        from django.db import models
        class Room(models.Model):
            number = models.IntegerField()
        class Bed(models.Model):
            room = models.ForeignKey(Room, models.CASCADE)
    """,
    "ward/migrations/__init__.py": "",
    "ward/migrations/0001_initial.py": """
        from django.db import migrations, models

        def fill(apps, schema_editor):
            rooms = apps.get_model("ward", "Room").objects.using(schema_editor.connection.alias)
            rooms.create(number=1)

        def key(): return ("id", models.AutoField(primary_key=True))

        class Migration(migrations.Migration):
            operations = [
                migrations.CreateModel("Room", [key(), ("number", models.IntegerField())]),
                migrations.CreateModel("Bed", [key(), ("room", models.ForeignKey("ward.Room", models.CASCADE))]),
                migrations.RunPython(fill),
            ]
    """,
    "tests/test_rooms.py": """
        import pytest
        from django.test import SimpleTestCase, TestCase, TransactionTestCase
        from ward.models import Bed, Room

        def test_nothing(): pass

        def test_blocked():
            with pytest.raises(RuntimeError, match="Database access not allowed"):
                Room.objects.count()

        @pytest.mark.django_db(transaction=True)
        def test_transaction(): assert Room.objects.count() == 1

        def test_live(live_server, transactional_db): assert live_server.url

        class Flushing(TransactionTestCase):
            def test_flushed(self): Room.objects.create(number=5)

        class Simple(SimpleTestCase):
            def test_simple(self): pass

        class Undone(TestCase):
            @classmethod
            def setUpTestData(cls): Room.objects.create(number=3)
            def test_undone(self): self.assertEqual(Room.objects.count(), 2)

        @pytest.mark.django_db
        def test_marked():
            Room.objects.create(number=2)
            assert Room.objects.count() == 2

        def test_by_fixture(db): assert Room.objects.count() == 1

        @pytest.mark.django_db(databases=["default", "archive"])
        def test_both(): assert Room.objects.using("archive").count() == 1

        @pytest.mark.django_db
        def test_violates(): Bed.objects.create(room_id=99)

        def test_queries(django_assert_num_queries, db):
            with django_assert_num_queries(1):
                list(Room.objects.all())
    """,
}


@unittest.skipUnless(is_there("django") and is_there("pytest_django"), "this Python has no pytest-django")
class DjangoTestCase(PytestTestCase):
    def prepared(self, folder, inventory):
        """Has the database of each alias made, and returns the variables that lead to them."""
        files = tempfile.TemporaryDirectory()
        self.addCleanup(files.cleanup)
        init = os.path.join(files.name, "init.json")
        with open(init, "w") as file:
            json.dump({"face": "pytest", "root": folder, "options": "{}", "inventory": inventory}, file)
        variables = {}
        for alias in json.loads(inventory)["databases"]:
            lines = "backend=sqlite\npath=" + os.path.join(files.name, alias)
            name = "PTR_DATABASE_" + alias
            subprocess.run(
                [sys.executable, driver.PACKAGE, "prepare", alias],
                cwd=folder,
                env=dict(os.environ, PTR_PYTHON_INIT=init, **{name: lines}),
                stderr=subprocess.DEVNULL,
                check=True,
            )
            variables[name] = lines + "\nhow=memory"
        return variables

    def run_prepared(self, files, **options):
        """Runs a suite on databases that were prepared for it."""
        folder = self.suite(files)
        messages = self.listed(self.worker(folder, **options))
        text = messages[-1]["text"]
        worker = self.worker(folder, environment=self.prepared(folder, text), inventory=text, **options)
        told = []
        for message in messages:
            if message["type"] == "tests":
                told += worker.run(message["names"], kind=message["kind"])
        for alias in ("default", "archive"):
            self.assertFalse(os.path.exists(os.path.join(folder, alias + ".sqlite3")), "the real database was used")
        return driver.Run(told, *worker.end())


class DjangoTest(DjangoTestCase):
    def test_outcomes_on_prepared_databases(self):
        run = self.run_prepared(WARD)
        outcomes = last_parts(run.messages, "outcome", "failure")
        violation = outcomes.pop("test_violates")
        self.assertEqual(violation[0], "fail")
        self.assertRegex(violation[1], r"\Ateardown: django\.db\.utils\.IntegrityError: .*foreign key")
        self.assertEqual(set(outcomes.values()), {("pass", None)}, outcomes)
        self.assertEqual(len(outcomes), 11)
        self.assertEqual((run.rest, run.status), ([], 0))

    def test_databases_that_nobody_has_prepared_are_made_by_django(self):
        run = self.run_all(WARD)
        outcomes = last_parts(run.messages, "outcome")
        self.assertEqual(outcomes.pop("test_violates"), ("fail",))
        self.assertEqual(set(outcomes.values()), {("pass",)}, outcomes)

    def test_kinds_are_the_order_of_pytest_django(self):
        messages = self.listed(self.worker(self.suite(WARD)))
        kinds = {
            message["kind"]: [name.rpartition("::")[2] for name in message["names"]]
            for message in messages
            if message["type"] == "tests"
        }
        undone = ["test_undone", "test_marked", "test_by_fixture", "test_both", "test_violates", "test_queries"]
        self.assertEqual(
            kinds,
            {
                "test": undone,
                "transaction": ["test_transaction", "test_live", "test_flushed"],
                "plain": ["test_nothing", "test_blocked", "test_simple"],
            },
        )

    def test_what_is_told_of_the_project(self):
        worker = self.worker(self.suite(WARD))
        worker.send("describe")
        settings = worker.receive()["settings"]
        self.assertLessEqual({"python", "pytest", "pytest-django", "django", "sqlite"}, set(json.loads(settings["versions"])))
        databases = json.loads(settings["databases"])
        self.assertEqual([(d["alias"], d["backend"], d["in_memory"]) for d in databases], [("default", "sqlite", True), ("archive", "sqlite", True)])

    def test_databases_are_needed_where_a_test_uses_them(self):
        worker = self.worker(self.suite(WARD))
        self.assertEqual(inventory(self.listed(worker))["databases"], ["archive", "default"])
        worker = self.worker(self.suite(WARD))
        self.assertEqual(inventory(self.listed(worker, "tests/test_rooms.py::test_nothing"))["databases"], [])

    def test_templates_depend_on_settings_models_and_migrations(self):
        folder = self.suite(WARD)
        inputs = inventory(self.listed(self.worker(folder)))["inputs"]
        self.assertEqual(
            [os.path.relpath(path, folder) for path in inputs],
            ["pytest.ini", "settings.py", "ward/__init__.py", "ward/migrations", "ward/models.py"],
        )

    def test_a_suite_may_add_to_the_databases(self):
        conftest = """
            import pytest

            @pytest.fixture(scope="session")
            def django_db_setup(django_db_setup, django_db_blocker):
                from ward.models import Room
                with django_db_blocker.unblock():
                    Room.objects.create(number=7)
        """
        test = """
            from ward.models import Room
            def test_rows(db): assert [room.number for room in Room.objects.order_by("number")] == [1, 7]
        """
        run = self.run_prepared(dict(WARD, **{"conftest.py": conftest, "tests/test_rooms.py": test}))
        self.assertEqual(last_parts(run.messages, "outcome", "failure"), {"test_rows": ("pass", None)})

    def test_without_migrations(self):
        ini = WARD["pytest.ini"] + "addopts = --nomigrations --reuse-db\n"
        test = """
            from ward.models import Room
            def test_rows(db): assert Room.objects.count() == 0
        """
        run = self.run_prepared(dict(WARD, **{"pytest.ini": ini, "tests/test_rooms.py": test}))
        self.assertEqual(last_parts(run.messages, "outcome", "failure"), {"test_rows": ("pass", None)})

    def test_statements_are_told(self):
        test = """
            from ward.models import Room
            def test_rows(db): Room.objects.count()
        """
        run = self.run_prepared(dict(WARD, **{"tests/test_rooms.py": test}), options={"debug_sql": True})
        texts = [m["text"] for m in run.all("statement") if m.get("where") == "tests/test_rooms.py:3"]
        self.assertEqual(texts, ['SELECT COUNT(*) AS "__count" FROM "ward_room"'])

    def test_settings_that_are_left_changed_are_leaks(self):
        test = """
            from django.conf import settings as those
            def test_changes(settings): settings.BEDS = 1
            def test_leaves(): those.BEDS = 2
        """
        run = self.run_prepared(dict(WARD, **{"tests/test_rooms.py": test}), leaks=True)
        self.assertEqual(run.leaks(), [("py::test_leaves", "setting", "BEDS is 2 (was not set)")])


class WithoutDjangoTest(DjangoTestCase):
    def test_a_suite_that_does_not_use_django_does_not_get_it(self):
        run = self.run_all("import sys\ndef test_it(): assert 'django' not in sys.modules\n", leaks=True)
        self.assertEqual(last_parts(run.messages, "outcome", "failure"), {"test_it": ("pass", None)})

    def test_settings_that_a_conftest_makes(self):
        files = {
            "conftest.py": """
                from django.conf import settings
                def pytest_configure():
                    engine = {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}
                    settings.configure(DATABASES={"default": engine}, INSTALLED_APPS=["django.contrib.contenttypes"])
            """,
            "test_it.py": """
                def test_it(db):
                    from django.contrib.contenttypes.models import ContentType
                    assert ContentType.objects.count() == 1
            """,
        }
        for label in ([], ["test_it.py"]):
            with self.subTest(label=label):
                worker = self.worker(self.suite(files), inventory=json.dumps({"labels": label}))
                messages = self.listed(worker, *label)
                self.assertEqual(inventory(messages)["databases"], ["default"])
        run = self.run_prepared(files)
        self.assertEqual(last_parts(run.messages, "outcome", "failure"), {"test_it": ("pass", None)})

    def test_settings_that_are_nowhere(self):
        worker = self.worker(self.suite({"pytest.ini": "[pytest]\nDJANGO_SETTINGS_MODULE = nowhere\n"}))
        worker.send("describe")
        text = worker.receive()["text"]
        self.assertEqual(text.splitlines()[0], "describe: ImportError: No module named 'nowhere'")
