"""Every traceback crosses, whatever the exception holds."""

import sys
import textwrap
import unittest

import driver


class FailuresTest(driver.WorkerTestCase):
    def failure(self, body, before="", **options):
        """Returns the attempt of a test with this body."""
        indented = textwrap.indent(textwrap.dedent(body), " " * 8)
        run = self.run_all(
            "import unittest\n%s\nclass T(unittest.TestCase):\n    def test_it(self):\n%s"
            % (textwrap.dedent(before), indented),
            **options,
        )
        self.assertEqual(run.messages[-1]["type"], "done", run.output)
        attempt = run.attempts()["test_it.T.test_it"]
        self.assertEqual(attempt["outcome"], "fail")
        return attempt

    def test_the_text_is_what_unittest_prints(self):
        attempt = self.failure("self.assertEqual(1, 2)", options={"locals": False})
        folder = attempt["text"].split('"')[1].rpartition("/")[0]
        lines = [line for line in attempt["text"].splitlines() if "^" not in line]
        self.assertEqual(
            lines,
            [
                "Traceback (most recent call last):",
                '  File "%s/test_it.py", line 5, in test_it' % folder,
                "    self.assertEqual(1, 2)",
                "AssertionError: 1 != 2",
            ],
        )

    def test_frames_of_the_worker_are_left_out(self):
        for body in ("raise ValueError", "self.assertEqual(1, 2)", "with self.subTest(): raise ValueError"):
            attempt = self.failure(body)
            self.assertNotIn("ptrworker", attempt.get("text", ""))
            self.assertNotIn("unittest/case.py", attempt.get("text", ""))

    def test_frames_of_unittest_are_shown_where_it_fails_itself(self):
        attempt = self.failure("self.assertIn(1, None)")
        self.assertIn("unittest/case.py", attempt["text"])

    def test_chained_exceptions(self):
        attempt = self.failure(
            """
            try:
                try:
                    {}["one"]
                except KeyError as err:
                    raise ValueError("two") from err
            except ValueError:
                raise OSError("three")
            """
        )
        self.assertEqual(attempt["failure"], "OSError: three")
        for text in ("KeyError: 'one'", "direct cause", "ValueError: two", "During handling", "OSError: three"):
            self.assertIn(text, attempt["text"])

    def test_what_was_raised_is_told_as_fields(self):
        attempt = self.failure(
            """
            def inner():
                beds = [1]
                raise KeyError("one")
            try:
                inner()
            except KeyError as err:
                raise Mine("two") from err
            """,
            before="class Mine(Exception): pass",
        )
        mine, cause = attempt["raised"]
        self.assertEqual((mine["type"], mine["message"], mine.get("link")), ("test_it.Mine", "two", None))
        self.assertEqual((cause["type"], cause["message"], cause["link"]), ("KeyError", "'one'", "cause"))
        self.assertEqual([(f["file"], f["line"], f["function"]) for f in mine["frames"]], [("test_it.py", 12, "test_it")])
        self.assertEqual([f["function"] for f in cause["frames"]], ["test_it", "inner"])
        self.assertEqual(cause["frames"][1]["code"], 'raise KeyError("one")')
        self.assertEqual(cause["frames"][1]["locals"], {"beds": "[1]"})

    def test_fields_of_a_recursion_leave_out_its_middle(self):
        (raised,) = self.failure("f = lambda: f()\nf()")["raised"]
        self.assertEqual(raised["type"], "RecursionError")
        self.assertEqual(len(raised["frames"]), 60)
        self.assertGreater(raised["left_out"], 800)

    @unittest.skipIf(sys.version_info < (3, 11), "groups came with 3.11")
    def test_members_of_a_group_are_fields_too(self):
        raised = self.failure("raise ExceptionGroup('all', [KeyError('a'), ValueError('b')])")["raised"]
        self.assertEqual([each["type"] for each in raised], ["ExceptionGroup", "KeyError", "ValueError"])
        self.assertEqual([each.get("link") for each in raised], [None, "member", "member"])

    def test_fields_of_what_refuses_everything(self):
        (raised,) = self.failure(
            "raise Odd",
            before="""
            class Odd(Exception):
                def __str__(self): raise SystemExit
                __cause__ = property(lambda self: 1 / 0)
            """,
        )["raised"]
        self.assertEqual((raised["type"], raised["message"]), ("test_it.Odd", "<its __str__ raised SystemExit>"))

    def test_fields_stay_small(self):
        lines = ["x%d = 'y' * 400" % number for number in range(49)] + ["if n: f(n - 1)", "else: {}[1]"]
        attempt = self.failure("def f(n):\n    " + "\n    ".join(lines) + "\nf(19)")
        self.assertLess(len(str(attempt["raised"])), 1 << 18)

    def test_a_test_of_which_two_things_fail_tells_of_both(self):
        attempt = self.failure("self.addCleanup(self.fail, 'later')\nraise KeyError(1)")
        self.assertEqual([(each["type"], each.get("link")) for each in attempt["raised"]], [("KeyError", None), ("AssertionError", None)])

    def test_exceptions_that_are_chained_in_a_ring(self):
        attempt = self.failure(
            """
            one, two = ValueError("one"), ValueError("two")
            one.__cause__, two.__cause__ = two, one
            raise one
            """
        )
        self.assertEqual(attempt["failure"], "ValueError: one")

    def test_the_summary_ends_where_a_diff_begins(self):
        attempt = self.failure("self.assertEqual(list(range(50)), list(range(60)))")
        self.assertRegex(attempt["failure"], r"\AAssertionError: Lists differ: .*\Z")
        self.assertIn("Second list contains 10 additional elements", attempt["text"])

    def test_types_are_named_with_their_modules(self):
        attempt = self.failure("raise Mine('x')", before="class Mine(Exception): pass")
        self.assertEqual(attempt["failure"], "test_it.Mine: x")

    def test_locals(self):
        body = """
            colour = "blue"
            raise ValueError
            """
        self.assertIn("    colour = 'blue'\n", self.failure(body)["text"])
        self.assertNotIn("colour = 'blue'\n    ", self.failure(body, options={"locals": False})["text"])

    def test_locals_of_the_chained(self):
        attempt = self.failure(
            """
            def inner():
                depth = "inside"
                raise KeyError
            try:
                inner()
            except KeyError:
                raise ValueError
            """
        )
        self.assertIn("depth = 'inside'", attempt["text"])

    def test_locals_that_are_large_or_break(self):
        attempt = self.failure(
            """
            numbers = list(range(1000000))
            text = "x" * 1000000
            class Breaks:
                def __repr__(self): raise SystemExit
            class Long:
                def __repr__(self): return "y" * 1000000
            breaks, long, ring = Breaks(), Long(), []
            ring.append(ring)
            nested = [[[[[[[[[1]]]]]]]]]
            raise ValueError
            """
        )
        self.assertLess(len(attempt["text"]), 6000)
        self.assertIn("breaks = <repr() of Breaks raised SystemExit>", attempt["text"])
        self.assertRegex(attempt["text"], r"ring = \[\[+\.\.\.\]+\n")

    def test_query_sets_are_not_evaluated(self):
        # Of the shape of Django's, which need not be there.
        attempt = self.failure(
            """
            class QuerySet:
                def __init__(self): self._result_cache = None
                def _fetch_all(self): self._result_cache = [1]
                def __repr__(self):
                    self._fetch_all()
                    return "<QuerySet %r>" % self._result_cache
            lazy, fetched = QuerySet(), QuerySet()
            fetched._fetch_all()
            in_list = [lazy]
            raise ValueError
            """
        )
        self.assertIn("    fetched = <QuerySet [1]>\n", attempt["text"])
        self.assertIn("    lazy = <QuerySet that was not evaluated>\n", attempt["text"])
        self.assertIn("    in_list = [<QuerySet that was not evaluated>]\n", attempt["text"])

    def test_exceptions_that_refuse(self):
        before = """
            class NoStr(Exception):
                def __str__(self): raise ValueError
            class NoRepr(Exception):
                def __repr__(self): raise ValueError
            class NoReduce(Exception):
                def __reduce__(self): raise ValueError
            class ExitsInStr(Exception):
                def __str__(self): raise SystemExit
            class NoString(Exception):
                def __str__(self): return 3
            class Attributes(Exception):
                def __getattribute__(self, name): raise ValueError(name)
            class Meta(type):
                @property
                def __module__(cls): raise ValueError
            class Unnamed(Exception, metaclass=Meta): pass
            """
        for name in ("NoStr", "NoRepr", "NoReduce", "ExitsInStr", "NoString", "Attributes", "Unnamed"):
            with self.subTest(name=name):
                attempt = self.failure("raise %s(1)" % name, before=before)
                self.assertIn(name, attempt["failure"])
                self.assertIn("line ", attempt["text"])

    def test_exceptions_that_hold_what_cannot_be_sent(self):
        attempt = self.failure(
            """
            import socket
            class Local(Exception): pass
            with socket.socket() as open_socket, open(__file__) as open_file:
                raise Local((n for n in [1]), open_socket, open_file, lambda: 1, unittest)
            """
        )
        self.assertRegex(attempt["failure"], "^test_it.T.test_it.<locals>.Local: .*generator")

    def test_text_that_is_no_unicode(self):
        attempt = self.failure(r"raise ValueError('\ud800 \x00 \u20ac \U0001f600 \x16=== END')")
        self.assertIn("\u20ac \U0001f600", attempt["failure"])

    def test_recursion(self):
        attempt = self.failure(
            """
            def deeper(n): return deeper(n + 1)
            deeper(0)
            """
        )
        self.assertRegex(attempt["failure"], "^RecursionError: ")
        self.assertIn("more times", attempt["text"])

    def test_values_that_take_long_do_not_take_for_ever(self):
        attempt = self.failure(
            """
            names = {"v%02d" % n: Slow() for n in range(40)}
            locals().update(names)
            a = b = c = d = e = f = g = h = i = j = k = l = m = Slow()
            1 / 0
            """,
            before="""
            import time
            class Slow:
                seen = 0
                def __repr__(self):
                    time.sleep(0.3)
                    Slow.seen += 1
                    return "slow %d" % Slow.seen
            """,
        )
        self.assertIn("a = slow 1", attempt["text"])
        self.assertIn("m = <not shown: that took too long>", attempt["text"])

    def test_a_text_beyond_measure_is_cut(self):
        attempt = self.failure("raise ValueError('x' * 5000000)", options={"locals": False})
        self.assertLess(len(attempt["failure"]), 1000)
        self.assertLess(len(attempt["text"]), 1_100_000)
        self.assertIn("characters left out", attempt["text"])

    @unittest.skipIf(sys.version_info < (3, 11), "groups came with Python 3.11")
    def test_groups_of_exceptions(self):
        attempt = self.failure(
            """
            def fails(name):
                hidden = name
                raise ValueError(name)
            errors = []
            for name in "ab":
                try: fails(name)
                except ValueError as err: errors.append(err)
            raise ExceptionGroup("both", errors)
            """
        )
        self.assertEqual(attempt["failure"], "ExceptionGroup: both (2 sub-exceptions)")
        for text in ("ValueError: a", "ValueError: b", "hidden = 'b'"):
            self.assertIn(text, attempt["text"])

    @unittest.skipIf(sys.version_info < (3, 11), "notes came with Python 3.11")
    def test_notes(self):
        attempt = self.failure(
            """
            err = ValueError("x")
            err.add_note("and more")
            raise err
            """
        )
        self.assertIn("and more", attempt["text"])

    def test_a_syntax_error_in_an_import(self):
        run = self.run_all({"test_it.py": "import unittest\nimport broken\n", "broken.py": "def\n"})
        attempt = run.attempts()["unittest.loader._FailedTest.test_it"]
        self.assertRegex(attempt["failure"], r"^SyntaxError: invalid syntax \(broken.py, line 1\)")
        self.assertIn("import broken", attempt["text"])
