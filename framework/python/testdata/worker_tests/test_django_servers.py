"""Databases on servers, by an engine whose servers are folders and whose databases are files in them."""

import os
import sqlite3
import unittest

import django_suite

ENGINE = """
    import os
    from django.db.backends.sqlite3 import base, creation

    class DatabaseCreation(creation.DatabaseCreation):
        def _get_test_db_name(self):
            return self.connection.settings_dict["TEST"]["NAME"] or "test_" + self.connection.settings_dict["NAME"]
        def _create_test_db(self, verbosity, autoclobber, keepdb=False):
            return self._get_test_db_name()
        def _destroy_test_db(self, name, verbosity):
            os.remove(os.path.join(self.connection.settings_dict["HOST"], name))
        def test_db_signature(self):
            settings = self.connection.settings_dict
            return settings["HOST"], settings["NAME"]

    class DatabaseWrapper(base.DatabaseWrapper):
        vendor = "mysql"
        creation_class = DatabaseCreation
        init_commands, transaction_mode = (), None  # as Django 5.1 and later set them below
        def get_connection_params(self):
            settings = self.settings_dict
            assert settings["USER"] == "ptr", "not ptr's server"
            assert settings["OPTIONS"] == {"timeout": 7}, settings["OPTIONS"]
            return dict(settings["OPTIONS"], check_same_thread=False,
                        database=os.path.join(settings["HOST"], settings["NAME"]))
"""

SETTINGS = """
    for alias in ("default", "other"):
        DATABASES[alias] = {
            "ENGINE": "engine", "NAME": alias + "_of_the_project", "HOST": "nowhere", "USER": "somebody",
            "OPTIONS": {"timeout": 7, "sslmode": "require"},
        }
    DATABASES["same"] = DATABASES["default"].copy()
    DATABASES["replica"] = dict(DATABASES["other"], HOST="elsewhere", TEST={"MIRROR": "other"})
"""

# Asks the server when it is imported.
MODELS = """
    from django.db import connection, models
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")

    class Shelf(models.Model):
        name = models.CharField(max_length=20)
"""

TESTS = """
    import os
    from django.db import connection, connections
    from django.test import TransactionTestCase
    from shop.models import Shelf

    NAME = connection.settings_dict["NAME"]

    class ServerTest(TransactionTestCase):
        databases = {"default", "other", "same", "replica"}

        def test_places(self):
            places = {alias: (os.path.basename(connections[alias].settings_dict["HOST"]),
                              connections[alias].settings_dict["NAME"]) for alias in connections}
            self.assertEqual(places, {
                "default": ("server", "db_default"), "same": ("server", "db_default"),
                "other": ("server", "db_other"), "replica": ("server", "db_other")})

        def test_rows(self):
            Shelf.objects.using("other").create(name="a")
            self.assertEqual(Shelf.objects.using("replica").count(), 1)
            self.assertEqual(Shelf.objects.count(), 0)
            Shelf.objects.create(name="b")
            self.assertEqual(Shelf.objects.using("same").count(), 1)
"""


class ServerSuite(django_suite.Suite):
    """Has ptr's server in the folder of the same name."""

    def start(self, environment=None, leaks=False):
        return super().start(environment or self.given("empty"), leaks)

    def place(self, alias):
        self.snapshots[alias] = "db_" + alias
        return self.variable(alias)

    def variable(self, alias):
        server = os.path.join(self.folder, "server")
        return "backend=mysql\nsocket=%s\nuser=ptr\npassword=\ndatabase=db_%s\n" % (server, alias)

    def given(self, how):
        return {"PTR_DATABASE_" + alias: self.variable(alias) for alias in ("default", "other")}


class ServersTest(django_suite.DjangoTestCase):
    def server_suite(self, more=None):
        files = {"engine/__init__.py": "", "engine/base.py": ENGINE, "shop/models.py": MODELS, "server/.keep": ""}
        files.update(more or {})
        return ServerSuite(self, self.suite(django_suite.project(files, SETTINGS, TESTS)))

    def test_aliases_and_mirrors_lead_to_the_databases_that_are_given(self):
        suite = self.server_suite()
        suite.list()
        for alias in ("default", "other"):
            suite.prepare(alias)
        run = suite.run()
        failures = [each.get("text") for each in run.attempts().values()] + run.all("error")
        self.assertEqual(run.outcomes(), {"test_places": "pass", "test_rows": "pass"}, failures)

    def test_a_stand_in_is_made_on_the_same_server_and_dropped(self):
        more = {
            "shop/apps.py": """
                from django.apps import AppConfig
                from django.db.models.signals import post_migrate

                def fill(sender, using, **more):
                    from shop.models import Shelf
                    Shelf.objects.using("default").create(name="made for " + using)

                class Shop(AppConfig):
                    name = "shop"
                    default = True
                    def ready(self):
                        post_migrate.connect(fill, sender=self)
            """
        }
        suite = self.server_suite(more)
        suite.list()
        suite.prepare("other")
        server = os.path.join(suite.folder, "server")
        self.assertEqual([name for name in os.listdir(server) if name.startswith("ptr_")], [])
        database = sqlite3.connect(os.path.join(server, "db_other"))
        self.addCleanup(database.close)
        self.assertEqual(database.execute("SELECT name FROM shop_shelf").fetchall(), [])


if __name__ == "__main__":
    unittest.main()
