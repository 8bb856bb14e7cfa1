"""What a worker is like when its first test begins: as the process of a serial run."""

import json
import unittest

import django_suite


class StateTest(django_suite.DjangoTestCase):
    def test_the_process_looks_like_that_of_manage_py(self):
        self.assert_all_pass("""
            import os
            import sys
            import tempfile
            import unittest
            from django.conf import settings
            from django.contrib.contenttypes.models import ContentType
            from django.contrib.sites.models import SITE_CACHE
            from django.core import mail
            from django.db import connection

            class ProcessTest(unittest.TestCase):
                def test_main_is_manage_py(self):
                    main = sys.modules["__main__"]
                    self.assertEqual(os.path.basename(main.__file__), "manage.py")
                    self.assertEqual((main.__name__, main.__spec__), ("__main__", None))
                    self.assertTrue(callable(main.main))

                def test_arguments(self):
                    self.assertEqual(sys.argv, ["manage.py", "test"])

                def test_settings_of_tests(self):
                    self.assertFalse(settings.DEBUG)
                    self.assertIn("testserver", settings.ALLOWED_HOSTS)
                    self.assertIn("locmem", settings.EMAIL_BACKEND)
                    self.assertEqual(mail.outbox, [])

                def test_checks_have_run(self):
                    from shop import apps
                    self.assertEqual(apps.checked, ["yes"])

                def test_caches_are_empty(self):
                    self.assertEqual(SITE_CACHE, {})
                    self.assertEqual(ContentType.objects._cache, {})

                def test_the_temporary_directory_is_its_own(self):
                    self.assertTrue(os.path.basename(tempfile.gettempdir()).startswith("ptr_"))
                    self.assertEqual(os.environ["TMPDIR"], tempfile.gettempdir())
        """,
        more={
            "shop/apps.py": """
                from django.apps import AppConfig
                from django.core.checks import register

                checked = []

                @register()
                def check(**options):
                    from django.contrib.contenttypes.models import ContentType
                    from django.contrib.sites.models import Site
                    ContentType.objects.get_for_model(Site)
                    Site.objects.get_current()
                    checked.append("yes")
                    return []

                class Shop(AppConfig):
                    name = "shop"
            """
        },
        settings="INSTALLED_APPS[-1] = 'shop.apps.Shop'\nDEBUG = True\n",
        )

    def test_models_of_test_modules_are_there_before_their_tests_run(self):
        self.assert_all_pass(
            """
            from django.apps import apps
            from django.test import SimpleTestCase

            class ModelsTest(SimpleTestCase):
                def test_model(self):
                    self.assertEqual(apps.get_model("shop", "Bin").__module__, "shop.test_z")
            """,
            more={
                "shop/test_z.py": """
                    from django.db import models
                    from django.test import SimpleTestCase

                    class Bin(models.Model):
                        class Meta:
                            app_label = "shop"

                    class NothingTest(SimpleTestCase):
                        def test_nothing(self): pass
                """
            },
        )

    def test_modules_see_the_connections_of_before_the_databases_were_made(self):
        self.assert_all_pass("""
            from django.db import connection
            from django.test import TestCase

            NAME = connection.settings_dict["NAME"]

            class NameTest(TestCase):
                def test_name(self):
                    self.assertEqual(NAME, ":memory:")
                    self.assertIn("mode=memory", connection.settings_dict["NAME"])
        """)

    def test_a_check_that_fails_is_an_error_before_any_test(self):
        suite = self.prepared(
            settings="SESSION_ENGINE = None\nMIDDLEWARE = 'no list'\nROOT_URLCONF = 'no.such.module'\n",
            tests="from django.test import TestCase\nclass T(TestCase):\n    def test_t(self): pass\n",
        )
        run = suite.run()
        (error,) = run.all("error")
        self.assertIn("no.such.module", error["text"].replace("No module named 'no'", "no.such.module"))
        self.assertEqual(run.attempts(), {})

    def test_everything_is_undone_in_the_end(self):
        suite = self.prepared(
            {
                "project/runner.py": """
                    from django.test.runner import DiscoverRunner

                    class Runner(DiscoverRunner):
                        def teardown_test_environment(self, **options):
                            super().teardown_test_environment(**options)
                            print("torn down", flush=True)
                """
            },
            settings="TEST_RUNNER = 'project.runner.Runner'\n",
            tests="from django.test import TestCase\nclass T(TestCase):\n    def test_t(self): pass\n",
        )
        run = suite.run()
        self.assertIn("torn down", run.output)
        self.assertEqual(run.status, 0)


class WatchingTest(django_suite.DjangoTestCase):
    def test_settings_and_receivers_that_a_test_leaves_are_told(self):
        suite = self.prepared(tests="""
            from django.conf import settings
            from django.db.models.signals import post_save
            from django.test import SimpleTestCase, override_settings

            def receiver(**options): pass

            class LeavingTest(SimpleTestCase):
                def test_1_setting(self): settings.GREETING = "hello"
                def test_2_receiver(self): post_save.connect(receiver)
                def test_3_nothing(self): pass
                def test_4_again(self): settings.GREETING = "bye"
                def test_5_in_place(self): settings.INSTALLED_APPS.append("more")

            @override_settings(GREETING="of the class")
            class OverridingTest(SimpleTestCase):
                def test_6_nothing(self): pass
                @override_settings(GREETING="of the test")
                def test_7_nothing(self): pass
        """)
        self.assertEqual(
            suite.run(leaks=True).leaks(),
            [
                ("test_1_setting", "setting", "GREETING is 'hello' (was not set)"),
                ("test_2_receiver", "signal receiver", "post_save: shop.tests.receiver"),
                ("test_4_again", "setting", "GREETING is 'bye' (was 'hello')"),
                (
                    "test_5_in_place",
                    "setting",
                    "INSTALLED_APPS is ['django.contrib.contenttypes', 'django.contrib.auth',"
                    " 'django.contrib.sites', 'shop', 'more'] (was ['django.contrib.contenttypes',"
                    " 'django.contrib.auth', 'django.contrib.sites', 'shop'])",
                ),
            ],
        )

    def test_autocommit_is_put_back(self):
        suite = self.prepared(tests="""
            from django.db import connection, transaction
            from django.test import TestCase, TransactionTestCase
            from shop.models import Shelf

            class LeavingTest(TransactionTestCase):
                def test_1_off_and_on(self):
                    transaction.set_autocommit(False)
                    transaction.set_autocommit(True)
                def test_2_off(self):
                    transaction.set_autocommit(False)
                    Shelf.objects.create(name="never committed")
                def test_3_on(self):
                    self.assertTrue(connection.get_autocommit())
                    self.assertFalse(Shelf.objects.exists())

            class TransactionTest(TestCase):
                def test_4_inside(self): Shelf.objects.create(name="rolled back")
        """)
        run = suite.run(leaks=True)
        self.assertEqual(set(run.outcomes().values()), {"pass"})
        self.assertEqual(run.leaks(), [("test_2_off", "autocommit", "off (default)")])

    def test_statements_are_told_on_request(self):
        suite = self.prepared(
            options={"debug_sql": True},
            tests="""
                from django.db import connection
                from django.test import TestCase
                from shop.models import Shelf

                class SavingTest(TestCase):
                    def test_save(self):
                        Shelf.objects.create(name="a" * 200)

                    def test_wrong(self):
                        with self.assertRaises(Exception):
                            connection.cursor().execute("SELECT %s FROM nowhere", [1])
            """,
        )
        run = suite.run()
        (insert,) = [each for each in run.all("statement") if each["text"].startswith("INSERT")]
        self.assertEqual(insert["test"], "shop.tests.SavingTest.test_save")
        self.assertEqual(insert["where"], "shop/tests.py:8")
        self.assertEqual(insert["args"], ["a" * 97 + "..."])
        answers = {each["number"]: each for each in run.all("answer")}
        self.assertGreater(answers[insert["number"]]["ns"], 0)
        (wrong,) = [each for each in run.all("statement") if "nowhere" in each["text"]]
        self.assertIn("no such table: nowhere", answers[wrong["number"]]["failure"])
        self.assertEqual(json.loads(json.dumps(wrong))["database"], "default")


if __name__ == "__main__":
    unittest.main()
