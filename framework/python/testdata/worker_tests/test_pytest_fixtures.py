"""Fixtures of pytest's that several tests share, over batches and in any order."""

from pytest_driver import PytestTestCase, last_parts, serial

SHARED = {
    "conftest.py": """
        import pytest

        def shown(scope):
            @pytest.fixture(scope=scope, autouse=True)
            def fixture(request):
                name = request.node.nodeid or "all"
                print("begin", scope, name)
                yield
                print("end", scope, name)
            return fixture

        session, module, class_, function = map(shown, ("session", "module", "class", "function"))
    """,
    "test_m.py": """
        def setup_module(): print("setup_module m")
        def teardown_module(): print("teardown_module m")
        class TestA:
            def test_1(self): print("run 1")
            def test_2(self): print("run 2")
        def test_3(): print("run 3")
    """,
    "test_n.py": "def test_4(): print('run 4')\n",
}
NAMES = ["test_m.py::TestA::test_1", "test_m.py::TestA::test_2", "test_m.py::test_3", "test_n.py::test_4"]


def printed(output):
    """Returns what tests and fixtures printed: no markers, and no dots of pytest's."""
    lines = (line.lstrip(".") for line in output.splitlines() if not line.startswith("\x16"))
    return [line for line in lines if line.startswith(("begin ", "end ", "run ", "setup_module ", "teardown_module "))]


class FixturesTest(PytestTestCase):
    def printed_by(self, files, *batches):
        worker = self.worker(self.suite(files))
        for names in batches:
            self.assertEqual(worker.run(names)[-1]["type"], "done")
        return printed(worker.end()[1])

    def test_they_are_what_pytest_runs(self):
        want = printed(serial(self.suite(SHARED)))
        self.assertGreater(len(want), 20)
        self.assertEqual(self.printed_by(SHARED, NAMES), want)

    def test_they_live_over_batches(self):
        want = printed(serial(self.suite(SHARED)))
        self.assertEqual(self.printed_by(SHARED, *[[name] for name in NAMES]), want)

    def test_they_are_made_anew_when_tests_come_back(self):
        lines = self.printed_by(SHARED, [NAMES[0], NAMES[3]], [NAMES[1]])
        self.assertEqual(
            [line for line in lines if "module" in line and not line.endswith(" m")],
            [
                "begin module test_m.py",
                "end module test_m.py",
                "begin module test_n.py",
                "end module test_n.py",
                "begin module test_m.py",
                "end module test_m.py",
            ],
        )
        self.assertEqual(lines.count("begin session all"), 1)

    def test_a_test_can_run_twice(self):
        worker = self.worker(self.suite(SHARED))
        for _ in range(2):
            outcomes = last_parts(worker.run(NAMES), "outcome")
            self.assertEqual(set(outcomes.values()), {("pass",)})

    def test_a_tear_down_that_fails_is_told_by_itself(self):
        run = self.run_all(
            """
            import pytest

            @pytest.fixture(scope="module")
            def wide():
                yield
                raise OSError("module")

            @pytest.fixture(scope="class")
            def narrow():
                yield
                raise ValueError("class")

            class TestA:
                def test_1(self, wide, narrow): pass

            def test_2(): pass
            """
        )
        self.assertEqual(last_parts(run.messages, "outcome"), {"test_1": ("pass",), "test_2": ("pass",)})
        self.assertEqual(
            [(m["name"], m["outcome"], m["failure"]) for m in run.all("fixture")],
            [
                ("teardown of test_it.py::TestA", "fail", "ValueError: class"),
                ("teardown of test_it.py", "fail", "OSError: module"),
            ],
        )
        self.assertIn("in narrow", run.all("fixture")[0]["text"])
        self.assertEqual(run.status, 0)

    def test_a_set_up_that_fails_fails_each_test(self):
        run = self.run_all(
            """
            class TestA:
                @classmethod
                def setup_class(cls): raise LookupError("no class")
                def test_1(self): pass
                def test_2(self): pass

            def test_3(): pass
            """
        )
        failed = ("fail", "setup: LookupError: no class")
        self.assertEqual(
            last_parts(run.messages, "outcome", "failure"),
            {"test_1": failed, "test_2": failed, "test_3": ("pass", None)},
        )

    def test_a_test_that_ends_pytest_leaves_wide_fixtures_alone(self):
        files = dict(SHARED, **{"test_m.py": "import pytest\ndef test_1(): pytest.exit('x')\ndef test_2(): print('run 2')\n"})
        lines = self.printed_by(files, ["test_m.py::test_1", "test_m.py::test_2"])
        self.assertEqual(lines.count("begin module test_m.py"), 1)
        self.assertEqual(lines.count("end function test_m.py::test_1"), 1)
        self.assertIn("run 2", lines)


class HooksTest(PytestTestCase):
    CONFTEST = """
        def pytest_configure(): print("begin configure")
        def pytest_sessionstart(): print("begin session")
        def pytest_sessionfinish(exitstatus): print("end session", exitstatus)
        def pytest_unconfigure(): print("end configure")
    """
    FILES = {"conftest.py": CONFTEST, "test_it.py": "def test_it(): print('run it')\ndef test_fails(): assert 0\n"}

    def test_what_begins_ends_also_where_tests_are_only_listed(self):
        worker = self.worker(self.suite(self.FILES))
        self.names(worker)
        self.assertEqual(
            printed(worker.end()[1]), ["begin configure", "begin session", "end session 0", "end configure"]
        )

    def test_they_run_once_in_each_process(self):
        run = self.run_all(self.FILES)
        self.assertEqual(
            printed(run.output),
            ["begin configure", "begin session", "run it", "end session 1", "end configure"],
        )

    def test_one_that_raises_in_the_end_is_told(self):
        conftest = "def pytest_sessionfinish(): raise OSError('full')\n"
        run = self.run_all(dict(self.FILES, **{"conftest.py": conftest}))
        self.assertEqual(
            [(m["name"], m["failure"]) for m in run.all("fixture")], [("pytest_sessionfinish", "OSError: full")]
        )


class NextItemTest(PytestTestCase):
    """Plugins that tear down what tests share when they see which test comes next."""

    FILES = {
        "conftest.py": """
            import pytest

            current = None

            def group(item): return item and item.getparent(pytest.Class)

            def pytest_runtest_setup(item):
                global current
                if current is None:
                    current = group(item)
                    print("begin", current.name)

            @pytest.hookimpl(hookwrapper=True)
            def pytest_runtest_teardown(item, nextitem):
                yield
                global current
                if current is not None and group(nextitem) is not current:
                    print("end", current.name)
                    current = None
                    if item.config.getini("console_output_style") == "count":
                        raise OSError("no end")

            @pytest.fixture(scope="class", autouse=True)
            def fixture(request):
                yield
                print("end fixture", request.node.name)
        """,
        "test_it.py": """
            class TestA:
                def test_1(self): print("run 1")
                def test_2(self): print("run 2")

            class TestB:
                def test_3(self): print("run 3")
        """,
    }
    NAMES = ["test_it.py::TestA::test_1", "test_it.py::TestA::test_2", "test_it.py::TestB::test_3"]

    def test_they_see_it(self):
        want = printed(serial(self.suite(self.FILES)))
        self.assertEqual(len(want), 9)
        for batches in [self.NAMES], [[name] for name in self.NAMES]:
            worker = self.worker(self.suite(self.FILES))
            for names in batches:
                worker.run(names)
            self.assertEqual(printed(worker.end()[1]), want)

    def test_what_they_fail_by_is_told(self):
        run = self.run_all(dict(self.FILES, **{"pytest.ini": "[pytest]\nconsole_output_style = count\n"}))
        self.assertEqual(
            [(m["name"], m["failure"]) for m in run.all("fixture")],
            [("teardown of test_it.py::TestA", "OSError: no end"), ("teardown of test_it.py::TestB", "OSError: no end")],
        )
        self.assertEqual(set(last_parts(run.messages, "outcome").values()), {("pass",)})


class LeaksTest(PytestTestCase):
    def test_what_wide_fixtures_make_is_no_leak_of_tests(self):
        run = self.run_all(
            """
            import os, pytest

            @pytest.fixture(scope="session", autouse=True)
            def log():
                with open(os.devnull) as file:
                    yield file

            @pytest.fixture(scope="module", params=[1, 2])
            def variable(request):
                os.environ["PAPER"] = str(request.param)
                yield
                del os.environ["PAPER"]

            def test_uses_it(variable): pass
            def test_uses_it_too(variable): pass
            def test_opens_a_file():
                global kept
                kept = open(os.devnull)
            def test_sets_a_variable(): os.environ["INK"] = "2"
            """,
            leaks=True,
        )
        self.assertEqual(set(last_parts(run.messages, "outcome").values()), {("pass",)})
        self.assertEqual(
            [(name.rpartition("::")[2], what) for name, what in ((m["test"], m["what"]) for m in run.all("leak"))],
            [("test_opens_a_file", "open file"), ("test_sets_a_variable", "environment")],
        )
