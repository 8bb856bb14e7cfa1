"""How tests of pytest's end."""

import types
import unittest

from pytest_driver import PytestTestCase, is_there, last_parts, path_to

OUTCOMES = """
    import logging, pytest

    def test_passes(): pass
    def test_fails():
        logging.getLogger("shop").warning("low on paper")
        assert 1 == 2
    def test_raises(): raise LookupError("no paper\\n\\nmore of it")
    def test_fails_without_a_trace(): pytest.fail("as it is", pytrace=False)
    def test_skips(): pytest.skip("no printer")

    @pytest.mark.skip(reason="never")
    def test_is_skipped(): assert 0

    @pytest.mark.xfail(reason="known")
    def test_fails_as_expected(): assert 0

    def test_gives_up(): pytest.xfail("half-way")

    @pytest.mark.xfail(run=False, reason="hangs")
    def test_is_not_even_run(): assert 0

    @pytest.mark.xfail(reason="known")
    def test_passes_unexpectedly(): pass

    @pytest.mark.xfail(strict=True, reason="known")
    def test_passes_although_that_is_forbidden(): pass

    @pytest.fixture
    def broken(): raise LookupError("before")
    def test_is_not_set_up(broken): pass

    @pytest.fixture
    def breaking():
        yield
        raise LookupError("afterwards")
    def test_is_not_torn_down(breaking): pass
    def test_fails_twice(breaking): assert 0

    def test_wants_what_is_nowhere(nowhere): pass
    def test_wants_pytest_to_end(): pytest.exit("enough")
    def test_is_interrupted(): raise KeyboardInterrupt
    def test_exits(): raise SystemExit(3)
    def test_runs_after_all_that(): pass
"""

WANT = {
    "test_passes": ("pass", None),
    "test_fails": ("fail", "assert 1 == 2"),
    "test_raises": ("fail", "LookupError: no paper"),
    "test_fails_without_a_trace": ("fail", "as it is"),
    "test_skips": ("skip", "no printer"),
    "test_is_skipped": ("skip", "never"),
    "test_fails_as_expected": ("expected failure", "known"),
    "test_gives_up": ("expected failure", "half-way"),
    "test_is_not_even_run": ("expected failure", "[NOTRUN] hangs"),
    "test_passes_unexpectedly": ("pass", "expected to fail, and passed: known"),
    "test_passes_although_that_is_forbidden": ("fail", "[XPASS(strict)] known"),
    "test_is_not_set_up": ("fail", "setup: LookupError: before"),
    "test_is_not_torn_down": ("fail", "teardown: LookupError: afterwards"),
    "test_fails_twice": ("fail", "assert 0"),
    "test_wants_what_is_nowhere": ("fail", "setup: fixture 'nowhere' not found"),
    "test_wants_pytest_to_end": ("fail", "pytest.exit: enough"),
    "test_is_interrupted": ("fail", "KeyboardInterrupt"),
    "test_exits": ("fail", "SystemExit: 3"),
    "test_runs_after_all_that": ("pass", None),
}


class OutcomesTest(PytestTestCase):
    def test_each_of_them(self):
        run = self.run_all(OUTCOMES)
        self.assertEqual(last_parts(run.messages, "outcome", "failure"), WANT)
        self.assertEqual(run.status, 0)

    def test_the_text_of_a_failure_is_what_pytest_prints(self):
        text = self.run_all(OUTCOMES).attempts()["test_it.py::test_fails"]["text"]
        self.assertRegex(
            text,
            r"\A    def test_fails\(\):\n"
            r'        logging.getLogger\("shop"\).warning\("low on paper"\)\n'
            r">       assert 1 == 2\n"
            r"E       assert 1 == 2\n\n"
            r"test_it.py:\d+: AssertionError\n"
            r"--- Captured log call ---\n"
            r"WARNING  shop:test_it.py:\d+ low on paper\n\Z",
        )

    def test_a_test_that_fails_twice_tells_of_both(self):
        text = self.run_all(OUTCOMES).attempts()["test_it.py::test_fails_twice"]["text"]
        self.assertIn("E   assert 0\n", text)
        self.assertIn("--- error at teardown ---", text)
        self.assertIn("E       LookupError: afterwards", text)

    def test_what_was_raised_is_told_as_fields(self):
        attempts = self.run_all(OUTCOMES).attempts()
        (raised,) = attempts["test_it.py::test_raises"]["raised"]
        self.assertEqual((raised["type"], raised["message"]), ("LookupError", "no paper\n\nmore of it"))
        self.assertEqual([(f["file"], f["function"]) for f in raised["frames"]], [("test_it.py", "test_raises")])
        twice = attempts["test_it.py::test_fails_twice"]["raised"]
        self.assertEqual([each["type"] for each in twice], ["AssertionError", "LookupError"])
        self.assertNotIn("raised", attempts["test_it.py::test_skips"])

    def test_output_belongs_to_its_test_also_warnings(self):
        run = self.run_all(
            """
            import sys, warnings
            def test_prints():
                print("printed")
                sys.stderr.write("told\\n")
                warnings.warn("careful")
            def test_captures(capsys, capfd=None):
                print("captured")
                assert capsys.readouterr().out == "captured\\n"
            """
        )
        self.assertEqual({each["outcome"] for each in run.attempts().values()}, {"pass"})
        first = run.output[run.output.index("TEST  K3N7 1") : run.output.index("END  K3N7 1")]
        for text in ("printed\n", "told\n", "UserWarning: careful\n"):
            self.assertIn(text, first)
        self.assertNotIn("captured", run.output)
        self.assertNotIn("passed", run.output)

    def test_what_cannot_be_collected_is_a_test_by_itself(self):
        files = {
            "test_broken.py": "import no_such_module\ndef test_never(): pass\n",
            "test_closed.py": "import pytest\npytest.skip('closed', allow_module_level=True)\n",
            "test_good.py": "def test_good(): pass\n",
        }
        run = self.run_all(files)
        self.assertEqual(
            last_parts(run.messages, "outcome", "failure"),
            {
                "test_broken.py": ("fail", "ModuleNotFoundError: No module named 'no_such_module'"),
                "test_closed.py": ("skip", "closed"),
                "test_good": ("pass", None),
            },
        )
        problems = self.problems(self.worker(self.suite(files)))
        self.assertEqual([(p["what"], p["name"]) for p in problems], [("import", "test_broken.py")])

    def test_tests_of_unittest(self):
        run = self.run_all(
            """
            import unittest

            class OrderTests(unittest.TestCase):
                @classmethod
                def setUpClass(cls): cls.paper = 3
                def test_passes(self): self.assertEqual(self.paper, 3)
                def test_fails(self): self.assertEqual(self.paper, 4)
                @unittest.expectedFailure
                def test_fails_as_expected(self): self.fail()
                @unittest.expectedFailure
                def test_passes_unexpectedly(self): pass
                @unittest.skip("never")
                def test_is_skipped(self): pass
            """
        )
        self.assertEqual(
            last_parts(run.messages, "outcome", "failure"),
            {
                "test_passes": ("pass", None),
                "test_fails": ("fail", "AssertionError: 3 != 4"),
                "test_fails_as_expected": ("expected failure", None),
                "test_passes_unexpectedly": ("fail", "Unexpected success"),
                "test_is_skipped": ("skip", "never"),
            },
        )

    @unittest.skipUnless(is_there("pytest_subtests") or is_there("_pytest.subtests"), "this Python has no subtests for pytest")
    def test_subtests(self):
        run = self.run_all(
            """
            def test_parts(subtests):
                for i in range(3):
                    with subtests.test(i=i):
                        assert i != 1
            """,
            environment=path_to("pytest_subtests"),
        )
        self.assertEqual(
            {name: each["failure"] for name, each in run.attempts().items()},
            {
                "test_it.py::test_parts (i=1)": "assert 1 != 1",
                "test_it.py::test_parts": "a subtest failed: assert 1 != 1",
            },
        )


@unittest.skipUnless(is_there("pytest"), "this Python has no pytest")
class ReportTests(unittest.TestCase):
    def report(self, when, outcome, longrepr=None, **more):
        flags = {each: each == outcome for each in ("passed", "failed", "skipped")}
        return types.SimpleNamespace(when=when, longrepr=longrepr, nodeid="t", sections=[], **flags, **more)

    def subtest(self, outcome, longrepr=None, **more):
        """Is a report as pytest 9 makes it of its own subtests."""
        return self.report("call", outcome, longrepr, _sub_test_description=lambda: "[a] (i=1)", **more)

    def test_subtests_of_pytest_9(self):
        from ptrworker import pytest_reports

        reports = [
            self.subtest("failed", "E   assert 1 != 1"),
            self.subtest("skipped", ("test_it.py", 3, "Skipped: no printer")),
            self.subtest("skipped", wasxfail="reason: known"),
            self.report("call", "failed", "contains 1 failed subtest"),
        ]
        self.assertEqual(
            [(each._subDescription(), outcome.outcome, outcome.failure) for each, outcome in pytest_reports.subtests(reports)],
            [
                ("[a] (i=1)", "fail", "assert 1 != 1"),
                ("[a] (i=1)", "skip", "no printer"),
                ("[a] (i=1)", "expected failure", "known"),
            ],
        )
        outcome = pytest_reports.outcome_of(reports)
        self.assertEqual((outcome.outcome, outcome.failure), ("fail", "a subtest failed: assert 1 != 1"))

    def test_a_test_whose_subtests_skip_passes(self):
        from ptrworker import pytest_reports

        reports = [self.subtest("skipped", ("test_it.py", 3, "Skipped: no printer")), self.report("call", "passed")]
        self.assertEqual(pytest_reports.outcome_of(reports).outcome, "pass")
