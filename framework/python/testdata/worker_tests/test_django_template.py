"""How the test database of an alias is made."""

import json
import os
import sqlite3
import unittest

import django_suite

OTHER_APP = """
    from django.db import models
    from django.test import TestCase
    from shop.models import Book

    class Bin(models.Model):
        class Meta:
            app_label = "shop"

    class BookTest(TestCase):
        def test_nothing(self): pass
"""

USES_DEFAULT = {
    "shop/apps.py": """
        from django.apps import AppConfig
        from django.db.models.signals import post_migrate

        def fill(sender, using, **more):
            from shop.models import Shelf
            Shelf.objects.using("default").get_or_create(name="made for " + using)

        class Shop(AppConfig):
            name = "shop"
            def ready(self):
                post_migrate.connect(fill, sender=self)
    """
}


class TemplateTest(django_suite.DjangoTestCase):
    def query(self, path, text):
        database = sqlite3.connect(path)
        try:
            return [row[0] for row in database.execute(text)]
        finally:
            database.close()

    def test_models_of_test_modules_have_tables_content_types_and_permissions(self):
        suite = self.prepared(tests=OTHER_APP)
        path = suite.snapshots["default"]
        tables = self.query(path, "SELECT name FROM sqlite_master WHERE name LIKE 'shop_%' AND type = 'table'")
        self.assertEqual(sorted(tables), ["shop_bin", "shop_book", "shop_shelf"])
        self.assertIn("bin", self.query(path, "SELECT model FROM django_content_type"))
        self.assertIn("add_bin", self.query(path, "SELECT codename FROM auth_permission"))

    def test_the_phases_are_timed(self):
        suite = self.project(tests=OTHER_APP)
        suite.list()
        lines = [line.split() for line in suite.prepare("default").splitlines()]
        phases = [name for word, name, seconds in lines if word == "phase" and float(seconds) >= 0]
        self.assertEqual(
            phases,
            ["set-up", "discovery", "migrate", "post-migrate", "serialize", "facts", "snapshot", "tear-down"],
        )

    def test_statements_are_explained_on_request(self):
        suite = self.project(tests=OTHER_APP)
        suite.list()
        path = os.path.join(suite.folder, "explained.json")
        suite.prepare("default", PTR_EXPLAIN_SETUP=path, PTR_RECORD_SETUP="1")
        with open(path, encoding="utf-8") as file:
            explained = json.load(file)
        self.assertEqual(explained["alias"], "default")
        kinds = {(each["statement"], each["table"], each["phase"]) for each in explained["statements"]}
        self.assertIn(("CREATE TABLE", "shop_book", "migrate"), kinds)
        self.assertIn(("CREATE INDEX", "shop_book", "migrate"), kinds)
        self.assertIn(("INSERT", "auth_permission", "post-migrate"), kinds)
        again = sqlite3.connect(os.path.join(suite.folder, "again.sqlite3"), isolation_level=None)
        self.addCleanup(again.close)
        for each in explained["script"]:
            again.execute(each["text"])
        for question in ("SELECT sql FROM sqlite_master ORDER BY 1", "SELECT codename FROM auth_permission ORDER BY 1"):
            self.assertEqual([row[0] for row in again.execute(question)], self.query(suite.snapshots["default"], question))
        self.assertIn("COMMIT", [each["text"] for each in explained["script"]])

    def test_a_file_that_the_settings_name_is_not_touched(self):
        suite = self.prepared(
            {"kept": "not a database"},
            settings="DATABASES['default']['TEST'] = {'NAME': 'kept'}\n",
            tests=OTHER_APP,
        )
        with open(os.path.join(suite.folder, "kept"), encoding="utf-8") as file:
            self.assertEqual(file.read(), "not a database")

    def test_what_uses_another_alias_finds_a_stand_in(self):
        suite = self.prepared(
            USES_DEFAULT,
            settings=[
                django_suite.TWO_DATABASES,
                "INSTALLED_APPS[-1] = 'shop.apps.Shop'\nDATABASES['default']['NAME'] = 'real'\n",
            ],
            tests=OTHER_APP,
            aliases=("default", "other"),
        )
        names = "SELECT name FROM shop_shelf"
        self.assertEqual(self.query(suite.snapshots["default"], names), ["made for default"])
        self.assertEqual(self.query(suite.snapshots["other"], names), [])
        self.assertFalse(os.path.exists(os.path.join(suite.folder, "real")))

    def test_a_runner_that_sets_up_more_is_asked(self):
        runner = """
            from django.test.runner import DiscoverRunner

            class Runner(DiscoverRunner):
                def setup_databases(self, **options):
                    result = super().setup_databases(**options)
                    from shop.models import Shelf
                    for alias in options["aliases"]:
                        Shelf.objects.using(alias).create(name="of the runner for " + alias)
                    return result
        """
        suite = self.prepared(
            {"project/runner.py": runner},
            settings=[django_suite.TWO_DATABASES, "TEST_RUNNER = 'project.runner.Runner'\n"],
            tests=OTHER_APP,
            aliases=("default", "other"),
        )
        for alias in ("default", "other"):
            names = self.query(suite.snapshots[alias], "SELECT name FROM shop_shelf")
            self.assertEqual(names, ["of the runner for " + alias])


if __name__ == "__main__":
    unittest.main()
