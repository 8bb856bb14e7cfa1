"""What a test's attempt says."""

import sys
import unittest

import driver


class OutcomesTest(driver.WorkerTestCase):
    def test_every_outcome(self):
        run = self.run_all(
            """
            import sys, unittest

            class T(unittest.TestCase):
                def test_passes(self): pass
                def test_fails(self): self.fail("no")
                def test_errs(self): raise ValueError("bad")
                def test_skips(self): self.skipTest("because")
                @unittest.skip("never")
                def test_is_skipped(self): pass
                @unittest.expectedFailure
                def test_is_expected_to_fail(self): self.fail("known")
                @unittest.expectedFailure
                def test_is_not_expected_to_pass(self): pass
                def test_exits(self): sys.exit(3)
                def test_interrupts(self): raise KeyboardInterrupt

            @unittest.skip("all of it")
            class S(unittest.TestCase):
                @classmethod
                def setUpClass(cls): raise ValueError
                def test_in_skipped_class(self): pass
            """
        )
        self.assertEqual(
            {name: (each["outcome"], each.get("failure")) for name, each in run.attempts().items()},
            {
                "test_it.T.test_passes": ("pass", None),
                "test_it.T.test_fails": ("fail", "AssertionError: no"),
                "test_it.T.test_errs": ("fail", "ValueError: bad"),
                "test_it.T.test_skips": ("skip", "because"),
                "test_it.T.test_is_skipped": ("skip", "never"),
                "test_it.T.test_is_expected_to_fail": ("expected failure", "AssertionError: known"),
                "test_it.T.test_is_not_expected_to_pass": ("unexpected success", None),
                "test_it.T.test_exits": ("fail", "SystemExit: 3"),
                "test_it.T.test_interrupts": ("fail", "KeyboardInterrupt"),
                "test_it.S.test_in_skipped_class": ("skip", "all of it"),
            },
        )
        self.assertEqual(run.status, 0)

    def test_everything_that_went_wrong_is_in_the_text(self):
        run = self.run_all(
            """
            import unittest

            class T(unittest.TestCase):
                def setUp(self): self.addCleanup(self.clean)
                def clean(self): raise OSError("third")
                def tearDown(self): raise KeyError("second")
                def test_it(self): self.fail("first")
            """
        )
        attempt = run.attempts()["test_it.T.test_it"]
        self.assertEqual(attempt["failure"], "AssertionError: first")
        for text in ("first", "second", "third"):
            self.assertIn(text, attempt["text"])

    def test_failing_and_skipped_subtests_come_before_their_test(self):
        run = self.run_all(
            """
            import unittest

            class T(unittest.TestCase):
                def test_it(self):
                    for i in range(4):
                        with self.subTest("part", i=i):
                            if i == 1: self.skipTest("not today")
                            self.assertLess(i, 2)
            """
        )
        told = [
            (m["test"], m.get("parent"), m["outcome"], m.get("failure"))
            for m in run.all("attempt")
        ]
        self.assertEqual(
            told,
            [
                ("test_it.T.test_it [part] (i=1)", "test_it.T.test_it", "skip", "not today"),
                ("test_it.T.test_it [part] (i=2)", "test_it.T.test_it", "fail", "AssertionError: 2 not less than 2"),
                ("test_it.T.test_it [part] (i=3)", "test_it.T.test_it", "fail", "AssertionError: 3 not less than 2"),
                ("test_it.T.test_it", None, "fail", "2 subtests failed, the first with AssertionError: 2 not less than 2"),
            ],
        )

    def test_subtests_of_one_name_are_told_apart(self):
        run = self.run_all(
            """
            import unittest

            class T(unittest.TestCase):
                def test_it(self):
                    for _ in range(2):
                        with self.subTest(i=1): self.fail()
            """
        )
        names = list(run.attempts())
        self.assertEqual(names, ["test_it.T.test_it (i=1)", "test_it.T.test_it (i=1)#2", "test_it.T.test_it"])

    def test_a_skipped_subtest_does_not_fail_its_test(self):
        run = self.run_all(
            """
            import unittest

            class T(unittest.TestCase):
                def test_it(self):
                    with self.subTest(i=1): self.skipTest("no")
            """
        )
        self.assertEqual(run.attempts()["test_it.T.test_it"]["outcome"], "pass")

    def test_subtests_whose_parameters_cannot_be_shown(self):
        run = self.run_all(
            """
            import unittest

            class Odd:
                def __repr__(self): raise ValueError("no")

            class T(unittest.TestCase):
                def test_it(self):
                    with self.subTest(odd=Odd()): self.fail("yes")
            """
        )
        self.assertEqual(run.attempts()["test_it.T.test_it"]["outcome"], "fail")
        self.assertIn("test_it.T.test_it (its parameters cannot be shown: ValueError)", run.attempts())

    def test_a_test_runs_as_often_as_it_is_named(self):
        run = self.run_all(
            """
            import unittest

            class T(unittest.TestCase):
                count = 0
                def test_it(self):
                    T.count += 1
                    self.assertNotIn("seen", vars(self))
                    self.seen = True
                    self.assertLess(T.count, 3)
            """,
            names=["test_it.T.test_it"] * 3,
        )
        self.assertEqual([m["outcome"] for m in run.all("attempt")], ["pass", "pass", "fail"])

    def test_coroutines_are_run(self):
        run = self.run_all(
            """
            import asyncio, unittest

            class T(unittest.IsolatedAsyncioTestCase):
                async def test_passes(self): await asyncio.sleep(0)
                async def test_fails(self): self.assertEqual(await asyncio.sleep(0, 1), 2)
            """
        )
        self.assertEqual(run.outcomes(), {"test_passes": "pass", "test_fails": "fail"})

    def test_a_run_method_that_raises_fails_its_test(self):
        run = self.run_all(
            """
            import unittest

            class T(unittest.TestCase):
                def run(self, result): raise SystemExit("own run")
                def test_it(self): pass
            """
        )
        self.assertEqual(run.attempts()["test_it.T.test_it"]["failure"], "SystemExit: own run")

    def test_buffer_shows_what_failing_tests_printed(self):
        source = """
            import unittest

            class T(unittest.TestCase):
                def test_passes(self): print("quiet")
                def test_fails(self): print("loud"); self.fail()
            """
        self.assertIn("quiet", self.run_all(source).output)
        buffered = self.run_all(source, options={"buffer": True})
        self.assertNotIn("quiet", buffered.output)
        self.assertIn("loud", buffered.output)

    def test_warnings_are_shown_as_unittest_shows_them(self):
        source = """
            import unittest, warnings

            class T(unittest.TestCase):
                def test_it(self): warnings.warn("old", DeprecationWarning)
            """
        self.assertIn("DeprecationWarning: old", self.run_all(source).output)
        self.assertEqual(self.run_all(source, python=["-W", "error"]).outcomes(), {"test_it": "fail"})
        self.assertNotIn("old", self.run_all(source, python=["-W", "ignore"]).output)

    def test_the_worker_itself_warns_of_nothing(self):
        source = """
            import unittest

            class T(unittest.TestCase):
                def test_passes(self): pass
                def test_fails(self): self.fail()
            """
        run = self.run_all(source, python=["-X", "dev", "-W", "error"], leaks=True)
        self.assertEqual(run.outcomes(), {"test_passes": "pass", "test_fails": "fail"})
        self.assertNotIn("Warning", run.output)

    def test_no_site_packages_are_needed(self):
        source = """
            import unittest

            class T(unittest.TestCase):
                def test_it(self): pass
            """
        for switch in ("-S", "-I", "-O", "-B"):
            with self.subTest(switch=switch):
                self.assertEqual(self.run_all(source, python=[switch]).outcomes(), {"test_it": "pass"})


class SurroundingsTest(driver.WorkerTestCase):
    def test_what_tests_see_of_the_worker(self):
        run = self.run_all(
            """
            import os, sys, unittest

            class T(unittest.TestCase):
                def test_environment(self):
                    self.assertNotIn("PTR_WORKER", os.environ)
                def test_path(self):
                    self.assertEqual(sys.path[0], os.getcwd())
                    self.assertFalse([entry for entry in sys.path if "ptrworker" in entry])
                def test_modules_of_the_worker_are_not_in_the_way(self):
                    with self.assertRaises(ImportError):
                        import channel
                def test_main(self):
                    import __main__
                    self.assertEqual(__main__.__name__, "__main__")
                    self.assertTrue(os.path.isfile(__main__.__file__))
                def test_arguments(self):
                    self.assertRegex(sys.argv[0], "-m unittest$")
                    self.assertEqual(len(sys.argv), 1)
                def test_directory(self):
                    self.assertEqual(os.path.dirname(os.path.abspath(__file__)), os.getcwd())
            """
        )
        self.assertEqual(set(run.outcomes().values()), {"pass"}, run.all("attempt"))

    @unittest.skipUnless(sys.platform.startswith("linux"), "descriptors are counted in /proc")
    def test_descriptors_are_out_of_the_way(self):
        run = self.run_all(
            """
            import os, unittest

            class T(unittest.TestCase):
                def test_low_ones_are_free(self):
                    low = [int(fd) for fd in os.listdir("/proc/self/fd") if int(fd) < 200]
                    self.assertEqual(sorted(low), [0, 1, 2, 3])
                def test_closing_them_all(self):
                    os.closerange(3, 200)
                def test_none_is_inherited(self):
                    for fd in os.listdir("/proc/self/fd"):
                        if int(fd) > 2 and os.path.exists("/proc/self/fd/" + fd):
                            self.assertFalse(os.get_inheritable(int(fd)), fd)
            """
        )
        self.assertEqual(set(run.outcomes().values()), {"pass"}, run.all("attempt"))

    def test_processes_that_multiprocessing_spawns_are_no_workers(self):
        run = self.run_all(
            """
            import multiprocessing, unittest

            def double(n): return 2 * n

            class T(unittest.TestCase):
                def test_it(self):
                    for method in multiprocessing.get_all_start_methods():
                        with self.subTest(method=method):
                            with multiprocessing.get_context(method).Pool(1) as pool:
                                self.assertEqual(pool.map(double, [1, 2]), [2, 4])
            """
        )
        self.assertEqual(run.outcomes(), {"test_it": "pass"}, run.all("attempt"))
        self.assertNotIn("ptrworker", run.output)
