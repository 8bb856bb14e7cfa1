"""Class and module fixtures, over batches and in any order."""

import subprocess
import sys
import textwrap
import unittest

import driver

# Each fixture and test prints its name.
PRINTING = """
    import unittest

    def setUpModule():
        print("setUpModule {module}")
        unittest.addModuleCleanup(print, "module cleanup {module}")
    def tearDownModule(): print("tearDownModule {module}")

    class Base(unittest.TestCase):
        @classmethod
        def setUpClass(cls):
            print("setUpClass", cls.__name__)
            cls.addClassCleanup(print, "class cleanup", cls.__name__)
        @classmethod
        def tearDownClass(cls): print("tearDownClass", cls.__name__)
        def runs(self): print(self.id())

    class A(Base):
        def test_1(self): self.runs()
        def test_2(self): self.runs()

    class B(Base):
        def test_1(self): self.runs()
"""


def printed(output):
    """Returns what tests and fixtures printed: no markers."""
    return [line for line in output.splitlines() if line and not line.startswith("\x16")]


class FixturesTest(driver.WorkerTestCase):
    def printed_by(self, files, *batches):
        worker = self.worker(self.suite(files))
        for names in batches:
            self.assertEqual(worker.run(names)[-1]["type"], "done")
        return printed(worker.end()[1])

    def test_they_run_once_over_batches(self):
        files = {"test_m.py": PRINTING.format(module="m")}
        self.assertEqual(
            self.printed_by(files, ["test_m.A.test_1"], ["test_m.A.test_2", "test_m.B.test_1"]),
            [
                "setUpModule m",
                "setUpClass A",
                "test_m.A.test_1",
                "test_m.A.test_2",
                "tearDownClass A",
                "class cleanup A",
                "setUpClass B",
                "test_m.B.test_1",
                "tearDownClass B",
                "class cleanup B",
                "tearDownModule m",
                "module cleanup m",
            ],
        )

    def test_modules_are_imported_while_none_are_set_up(self):
        held = """
            import os, unittest
            def setUpModule(): os.environ["HELD"] = "yes"
            def tearDownModule(): del os.environ["HELD"]
            class Held(unittest.TestCase):
                def test_1(self): pass
        """
        looking = """
            import os, unittest
            SEEN = os.environ.get("HELD")
            class Looking(unittest.TestCase):
                def test_1(self): self.assertIsNone(SEEN)
        """
        folder = self.suite({"test_a.py": held, "test_b.py": looking})
        names = self.names(self.worker(folder))
        worker = self.worker(folder)
        messages = worker.run(names[:1]) + worker.run(names[1:])
        run = driver.Run(messages, *worker.end())
        self.assertEqual([each["outcome"] for each in run.attempts().values()], ["pass", "pass"])

    def test_they_run_again_when_tests_come_back(self):
        files = {"test_%s.py" % m: PRINTING.format(module=m) for m in ("m", "n")}
        self.assertEqual(
            self.printed_by(files, ["test_m.A.test_1", "test_n.A.test_1", "test_m.A.test_1"]),
            [
                line % module
                for module in ("m", "n", "m")
                for line in (
                    "setUpModule %s",
                    "setUpClass A%.0s",
                    "test_%s.A.test_1",
                    "tearDownClass A%.0s",
                    "class cleanup A%.0s",
                    "tearDownModule %s",
                    "module cleanup %s",
                )
            ],
        )

    def test_they_are_what_unittest_runs(self):
        files = {"test_%s.py" % m: PRINTING.format(module=m) for m in ("m", "n")}
        folder = self.suite(files)
        serial = subprocess.run(
            [sys.executable, "-m", "unittest"],
            cwd=folder,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        worker = self.worker(folder)
        worker.run(self.names(worker))
        self.assertEqual(printed(worker.end()[1]), printed(serial.stdout))

    def test_they_run_within_the_first_test(self):
        files = {"test_m.py": PRINTING.format(module="m")}
        worker = self.worker(self.suite(files))
        worker.run(["test_m.A.test_1"])
        output = worker.end()[1]
        self.assertLess(output.index("TEST"), output.index("setUpModule"))
        self.assertLess(output.index("setUpClass"), output.index("END"))

    @unittest.skipIf(sys.version_info < (3, 11), "contexts of classes came with Python 3.11")
    def test_contexts_of_class_and_module(self):
        files = {
            "test_m.py": """
                import contextlib, unittest

                @contextlib.contextmanager
                def shown(name):
                    print("enter", name)
                    yield
                    print("exit", name)

                def setUpModule(): unittest.enterModuleContext(shown("module"))

                class A(unittest.TestCase):
                    @classmethod
                    def setUpClass(cls): cls.enterClassContext(shown("class"))
                    def test_1(self): self.enterContext(shown("test"))
            """
        }
        self.assertEqual(
            self.printed_by(files, ["test_m.A.test_1"]),
            ["enter module", "enter class", "enter test", "exit test", "exit class", "exit module"],
        )


class TroubleTest(driver.WorkerTestCase):
    """What goes wrong in a set-up is the outcome of each test that needs it."""

    def outcomes_with(self, fixtures, module=""):
        run = self.run_all(
            textwrap.dedent(module)
            + textwrap.dedent(
                """
                import unittest
                class Fails(unittest.TestCase):
                    @classmethod
                    def setUpClass(cls): %s
                    @classmethod
                    def tearDownClass(cls): print("tearDownClass of Fails")
                    def test_1(self): print("a test ran")
                    def test_2(self): print("a test ran")

                class Other(unittest.TestCase):
                    def test_3(self): pass
                """
            )
            % fixtures
        )
        self.assertNotIn("a test ran", run.output)
        self.assertNotIn("tearDownClass of Fails", run.output)
        return {
            name.rpartition(".")[2]: (each["outcome"], each.get("failure"))
            for name, each in run.attempts().items()
        }

    def test_a_class_that_is_not_set_up(self):
        failed = ("fail", "setUpClass: ValueError: no table")
        self.assertEqual(
            self.outcomes_with('raise ValueError("no table")'),
            {"test_1": failed, "test_2": failed, "test_3": ("pass", None)},
        )

    def test_a_class_that_skips_itself(self):
        skipped = ("skip", "setUpClass: no database")
        self.assertEqual(
            self.outcomes_with('raise unittest.SkipTest("no database")'),
            {"test_1": skipped, "test_2": skipped, "test_3": ("pass", None)},
        )

    def test_a_class_that_exits(self):
        failed = ("fail", "setUpClass: SystemExit: 4")
        self.assertEqual(
            self.outcomes_with("raise SystemExit(4)"),
            {"test_1": failed, "test_2": failed, "test_3": ("pass", None)},
        )

    def test_a_module_that_is_not_set_up(self):
        failed = ("fail", "setUpModule: OSError: full")
        self.assertEqual(
            self.outcomes_with("pass", module='def setUpModule(): raise OSError("full")\n'),
            {"test_1": failed, "test_2": failed, "test_3": failed},
        )

    def test_a_module_that_skips_itself(self):
        skipped = ("skip", "setUpModule: not here")
        module = 'def setUpModule(): raise unittest.SkipTest("not here")\n'
        self.assertEqual(
            self.outcomes_with("pass", module=module),
            {"test_1": skipped, "test_2": skipped, "test_3": skipped},
        )

    def test_a_module_that_exits(self):
        failed = ("fail", "setUpModule: SystemExit: 5")
        self.assertEqual(
            self.outcomes_with("pass", module="def setUpModule(): raise SystemExit(5)\n"),
            {"test_1": failed, "test_2": failed, "test_3": failed},
        )

    def test_it_is_charged_in_later_batches_too_and_tried_again_after_others(self):
        worker = self.worker(
            self.suite(
                {
                    "test_m.py": """
                        import unittest
                        class A(unittest.TestCase):
                            tries = 0
                            @classmethod
                            def setUpClass(cls):
                                A.tries += 1
                                if A.tries == 1: raise ValueError("first")
                            def test_1(self): pass
                            def test_2(self): pass
                        class B(unittest.TestCase):
                            def test_1(self): pass
                    """
                }
            )
        )
        outcomes = []
        for batch in (["A.test_1"], ["A.test_2"], ["B.test_1", "A.test_1"]):
            messages = worker.run(["test_m." + name for name in batch])
            outcomes += [message["outcome"] for message in messages if message["type"] == "attempt"]
        self.assertEqual(outcomes, ["fail", "fail", "pass", "pass"])

    def test_a_tear_down_that_fails_is_told_by_itself(self):
        run = self.run_all(
            """
            import unittest

            def tearDownModule(): raise OSError("module")

            class A(unittest.TestCase):
                @classmethod
                def setUpClass(cls): cls.addClassCleanup(cls.clean)
                @classmethod
                def clean(cls): raise KeyError("cleanup")
                @classmethod
                def tearDownClass(cls): raise ValueError("class")
                def test_1(self): pass

            class B(unittest.TestCase):
                @classmethod
                def tearDownClass(cls): raise SystemExit("last")
                def test_1(self): pass
            """
        )
        self.assertEqual({each["outcome"] for each in run.attempts().values()}, {"pass"})
        self.assertEqual(
            [(m["name"], m["outcome"], m["failure"]) for m in run.all("fixture")],
            [
                ("tearDownClass (test_it.A)", "fail", "ValueError: class"),
                ("tearDownClass (test_it.A)", "fail", "KeyError: 'cleanup'"),
                ("tearDownClass (test_it.B)", "fail", "SystemExit: last"),
                ("tearDownModule (test_it)", "fail", "OSError: module"),
            ],
        )
        self.assertIn("in tearDownClass", run.all("fixture")[0]["text"])
        self.assertEqual(run.status, 0)
