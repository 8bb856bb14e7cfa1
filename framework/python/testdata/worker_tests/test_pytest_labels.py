"""Which tests of pytest's are meant by what users type, and in which order they come."""

from pytest_driver import PytestTestCase, inventory

SHOP = {
    "tests/test_orders.py": """
        import pytest

        class TestOrders:
            def test_refund(self): pass
            def test_cancel(self): pass

        @pytest.mark.slow
        @pytest.mark.parametrize("paper", [1.5, "a::b/c"])
        def test_print(paper): pass
    """,
    "tests/test_cart.py": "def test_empty(): pass\n",
    "checks/check_all.py": "def test_all(): pass\n",
    "README.md": "# Shop",
    "pytest.ini": "[pytest]\ntestpaths = tests\nmarkers =\n    slow: takes its time\n",
}
EMPTY = "tests/test_cart.py::test_empty"
REFUND, CANCEL = ("tests/test_orders.py::TestOrders::" + name for name in ("test_refund", "test_cancel"))
PRINTS = ["tests/test_orders.py::test_print[%s]" % paper for paper in ("1.5", "a::b/c")]


class LabelsTest(PytestTestCase):
    def listed_names(self, *labels, files=None, **options):
        return self.names(self.worker(self.suite(files or SHOP), options=options), *labels)

    def test_what_labels_mean(self):
        labels = {
            "nothing, with testpaths": ((), [EMPTY, REFUND, CANCEL, *PRINTS]),
            "a folder": (["tests"], [EMPTY, REFUND, CANCEL, *PRINTS]),
            "a file": (["tests/test_cart.py"], [EMPTY]),
            "a file that discovery passes over": (["checks/check_all.py"], ["checks/check_all.py::test_all"]),
            "a class": (["tests/test_orders.py::TestOrders"], [REFUND, CANCEL]),
            "a test": ([CANCEL], [CANCEL]),
            "a test with all its parameters": (["tests/test_orders.py::test_print"], PRINTS),
            "one with some": ([PRINTS[1]], PRINTS[1:]),
            "two": ([CANCEL, "tests/test_cart.py"], [CANCEL, EMPTY]),
            "one twice": ([CANCEL, CANCEL], [CANCEL]),
        }
        for case, (labels, want) in labels.items():
            with self.subTest(case=case):
                self.assertEqual(self.listed_names(*labels), want)

    def test_options(self):
        cases = {
            "an expression of names": ({"names": ["cancel or empty"]}, [EMPTY, CANCEL]),
            "two": ({"names": ["cancel", "test_e and not orders"]}, [EMPTY, CANCEL]),
            "a mark": ({"tags": ["slow"]}, PRINTS),
            "one that is not wanted": ({"exclude_tags": ["slow"]}, [EMPTY, REFUND, CANCEL]),
            "a pattern of files": ({"pattern": "*_cart.py"}, [EMPTY]),
        }
        for case, (options, want) in cases.items():
            with self.subTest(case=case):
                self.assertEqual(self.listed_names(**options), want)

    def test_options_of_the_suite_itself(self):
        ini = SHOP["pytest.ini"] + "addopts = -m 'not slow' --capture=fd -x --ff\n"
        worker = self.worker(self.suite(dict(SHOP, **{"pytest.ini": ini})))
        self.assertEqual(self.names(worker), [EMPTY, REFUND, CANCEL])
        self.assertEqual(
            [(p["what"], p["name"]) for p in self.problems(worker)],
            [("option", "--ff (ptr has --rerun-failed)"), ("option", "--maxfail or -x (ptr has --fail-fast)")],
        )

    def test_labels_that_mean_nothing(self):
        cases = {
            "test_cancle": [CANCEL],
            "tests/test_card.py": ["tests/test_cart.py"],
            "tests/test_orders.py::TestOrder": ["tests/test_orders.py::TestOrders"],
            "README.md": [],
        }
        for label, near in cases.items():
            with self.subTest(label=label):
                problem, = self.problems(self.worker(self.suite(SHOP)), label)
                self.assertEqual((problem["what"], problem["name"]), ("label", label))
                self.assertEqual(problem["names"][: len(near)], near)

    def test_a_process_can_list_again(self):
        worker = self.worker(self.suite(SHOP), inventory='{"labels": ["test_cancle"]}')
        self.assertEqual(self.names(worker, "test_cancle"), [])
        self.assertEqual(self.names(worker), [EMPTY, REFUND, CANCEL, *PRINTS])

    def test_groups_and_places(self):
        messages = self.listed(self.worker(self.suite(SHOP)))
        tests, = (message for message in messages if message["type"] == "tests" and message["names"])
        self.assertEqual(tests["groups"], ["tests/test_cart.py (test)"] + ["tests/test_orders.py (test)"] * 4)
        self.assertEqual(tests["places"][:2], ["tests/test_cart.py:1", "tests/test_orders.py:5"])
        self.assertEqual(inventory(messages), {"databases": [], "inputs": [], "labels": []})

    def test_the_hooks_and_options_of_a_label_count(self):
        files = {
            "deep/down/conftest.py": """
                def pytest_addoption(parser): parser.addoption("--paper", default="white")
                def pytest_collection_modifyitems(items): items.reverse()
            """,
            "deep/down/test_it.py": """
                def test_1(request): assert request.config.getoption("--paper") == "white"
                def test_2(): pass
            """,
        }
        labels = '{"labels": ["deep/down/test_it.py"]}'
        folder = self.suite(files)
        names = self.names(self.worker(folder, inventory=labels), "deep/down/test_it.py")
        self.assertEqual([name.rpartition("::")[2] for name in names], ["test_2", "test_1"])
        messages = self.worker(folder, inventory=labels).run(names)
        self.assertEqual({m["outcome"] for m in messages if m["type"] == "attempt"}, {"pass"})


class TroubleTest(PytestTestCase):
    """What keeps pytest from beginning is told in one line."""

    def error_of(self, files, **options):
        worker = self.worker(self.suite(files), options=options)
        message = worker.list()[-1]
        self.assertEqual(message["type"], "error")
        return message["text"]

    def test_a_conftest_that_raises(self):
        text = self.error_of({"conftest.py": "import no_such_module\n", "test_a.py": ""})
        self.assertEqual(
            text.splitlines()[0], "list: conftest.py: ModuleNotFoundError: No module named 'no_such_module'"
        )
        self.assertIn('conftest.py", line 1', text)

    def test_an_unknown_option(self):
        text = self.error_of({"pytest.ini": "[pytest]\naddopts = --no-such-option\n"})
        self.assertTrue(text.startswith("list: unrecognized arguments: --no-such-option\n"), text)

    def test_an_expression_that_is_none(self):
        text = self.error_of({}, names=["("])
        self.assertTrue(text.startswith("list: Wrong expression passed to '-k': (: "), text)

    def test_an_option_of_another_loader(self):
        text = self.error_of({}, top="tests")
        self.assertEqual(text, "list: --top-level-directory is nothing that pytest knows: it has rootdir and pythonpath")

    def test_a_module_that_broke_since_it_was_listed(self):
        folder = self.suite({"test_a.py": "def test_1(): pass\n"})
        name, = self.names(self.worker(folder))
        with open(folder + "/test_a.py", "w") as file:
            file.write("import no_such_module\n")
        attempt = self.worker(folder).run([name])[-2]
        self.assertEqual(
            (attempt["test"], attempt["outcome"], attempt["failure"]),
            (name, "fail", "ModuleNotFoundError: No module named 'no_such_module'"),
        )
