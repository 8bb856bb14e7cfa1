"""From labels to names, and from names back to tests."""

import json

import driver

SHOP = {
    "shop/__init__.py": "",
    "shop/tests/__init__.py": "",
    "shop/tests/test_orders.py": """
        import unittest

        class OrdersTest(unittest.TestCase):
            def test_refund(self): pass
            def test_cancel(self): pass

        class Outer:
            class InnerTest(unittest.TestCase):
                def test_inner(self): pass
    """,
    "shop/test_cart.py": """
        import unittest

        def decorated(function):
            import functools
            @functools.wraps(function)
            def wrapper(*arguments): return function(*arguments)
            return wrapper

        class CartTest(unittest.TestCase):
            @decorated
            def test_empty(self): pass
    """,
    "checks/check_all.py": """
        import unittest

        class CheckTest(unittest.TestCase):
            def test_it(self): pass
    """,
}

CART = "shop.test_cart.CartTest.test_empty"
CANCEL = "shop.tests.test_orders.OrdersTest.test_cancel"
REFUND = "shop.tests.test_orders.OrdersTest.test_refund"
INNER = "shop.tests.test_orders.Outer.InnerTest.test_inner"


class LabelsTest(driver.WorkerTestCase):
    def listed(self, *labels, files=None, **options):
        return self.names(self.worker(self.suite(files or SHOP), options=options), *labels)

    def test_what_labels_mean(self):
        labels = {
            "nothing": ((), [CART, CANCEL, REFUND]),
            "a package": (["shop"], [CART, CANCEL, REFUND]),
            "a package within": (["shop.tests"], [CANCEL, REFUND]),
            "a module": (["shop.test_cart"], [CART]),
            "a class": (["shop.tests.test_orders.OrdersTest"], [CANCEL, REFUND]),
            "a method": ([REFUND], [REFUND]),
            "a class within": (["shop.tests.test_orders.Outer.InnerTest"], [INNER]),
            "a folder": (["shop/tests"], [CANCEL, REFUND]),
            "a folder with a slash": (["shop/tests/"], [CANCEL, REFUND]),
            "a file": (["shop/tests/test_orders.py"], [CANCEL, REFUND]),
            "a file that discovery passes over": (["checks/check_all.py"], ["checks.check_all.CheckTest.test_it"]),
            "two": ([REFUND, "shop.test_cart"], [REFUND, CART]),
            "two that overlap": ([REFUND, "shop"], [REFUND, CART, CANCEL]),
            "one twice": ([REFUND, REFUND], [REFUND]),
        }
        for case, (labels, want) in labels.items():
            with self.subTest(case=case):
                self.assertEqual(self.listed(*labels), want)

    def test_options(self):
        cases = {
            "a pattern of files": (("checks",), {"pattern": "check*.py"}, ["check_all.CheckTest.test_it"]),
            "a part of the name": ((), {"names": ["refund"]}, [REFUND]),
            "two parts": ((), {"names": ["refund", "CartTest"]}, [CART, REFUND]),
            "a pattern of the name": ((), {"names": ["*.test_c*"]}, [CART, CANCEL]),
            "a pattern that leaves some": ((), {"names": ["*_c?ncel"]}, [CANCEL]),
        }
        for case, (labels, options, want) in cases.items():
            with self.subTest(case=case):
                self.assertEqual(self.listed(*labels, **options), want)

    def test_a_top_level_folder(self):
        files = {"src/" + name: text for name, text in SHOP.items()}
        self.assertEqual(self.listed("src/shop", files=files, top="src"), [CART, CANCEL, REFUND])

    def test_absolute_paths(self):
        folder = self.suite(SHOP)
        worker = self.worker(folder)
        self.assertEqual(self.names(worker, folder + "/shop/test_cart.py"), [CART])
        self.assertEqual(self.names(worker, folder + "/shop/tests"), [CANCEL, REFUND])

    def test_places_are_those_of_the_functions(self):
        messages = self.worker(self.suite(SHOP)).list()
        self.assertEqual(
            messages[0]["places"],
            ["shop/test_cart.py:11", "shop/tests/test_orders.py:6", "shop/tests/test_orders.py:5"],
        )

    def test_unknown_labels_have_the_nearest_names(self):
        nearest = {
            "shop.tests.test_order": "shop.tests.test_orders",
            "shop.tests.test_orders.OrderTest": "shop.tests.test_orders.OrdersTest",
            "shop.tests.test_orders.OrdersTest.test_refunds": REFUND,
            "OrdersTest": "shop.tests.test_orders.OrdersTest",
            "shop/tests/test_order.py": "shop.tests.test_orders",
            "shpo": "shop",
        }
        worker = self.worker(self.suite(SHOP))
        for label, name in nearest.items():
            with self.subTest(label=label):
                problem = worker.list(label)[0]
                self.assertEqual((problem["type"], problem["what"], problem["name"]), ("problem", "label", label))
                self.assertIn(name, problem["names"])

    def test_labels_that_are_no_names(self):
        worker = self.worker(self.suite(SHOP))
        for label in ("", ".", "..", "shop.", ".shop", "shop..tests", "a b", "/nowhere", "\x00", "é", "shop.__name__"):
            with self.subTest(label=label):
                answer = worker.list(label)
                self.assertIn(answer[-1]["type"], ("inventory", "error"))

    def test_a_module_without_tests_is_a_problem(self):
        problem = self.worker(self.suite({"empty.py": ""})).list("empty")[0]
        self.assertEqual((problem["what"], problem["text"]), ("label", "there are no tests in it"))


class ImportsTest(driver.WorkerTestCase):
    def test_a_module_that_cannot_be_imported_is_one_failing_test(self):
        run = self.run_all(dict(SHOP, **{"test_broken.py": "import nowhere"}))
        self.assertEqual(
            {name: each["outcome"] for name, each in run.attempts().items()},
            {CART: "pass", CANCEL: "pass", REFUND: "pass", "unittest.loader._FailedTest.test_broken": "fail"},
        )
        failed = run.attempts()["unittest.loader._FailedTest.test_broken"]
        self.assertEqual(failed["failure"], "ModuleNotFoundError: No module named 'nowhere'")

    def test_it_is_a_problem_too(self):
        worker = self.worker(self.suite({"shop/__init__.py": "", "shop/test_x.py": "1/0"}))
        for labels in ((), ("shop",), ("shop.test_x",), ("shop/test_x.py",), ("shop.test_x.C.test_it",)):
            with self.subTest(labels=labels):
                messages = worker.list(*labels)
                self.assertEqual((messages[0]["what"], messages[0]["name"]), ("import", "shop.test_x"))
                self.assertIn("ZeroDivisionError", messages[0]["text"])
                self.assertEqual(messages[1]["names"], ["unittest.loader._FailedTest.shop.test_x"])
                self.assertEqual(messages[1]["groups"], [""])

    def test_modules_that_exit(self):
        run = self.run_all({"test_a.py": "raise SystemExit(3)", "test_b.py": "raise KeyboardInterrupt"})
        self.assertEqual(
            sorted(each["failure"] for each in run.attempts().values()), ["KeyboardInterrupt", "SystemExit: 3"]
        )

    def test_modules_that_skip_themselves(self):
        files = {"shop/__init__.py": "", "shop/test_x.py": "import unittest\nraise unittest.SkipTest('not here')"}
        run = self.run_all(files)
        attempt = run.attempts()["unittest.loader.ModuleSkipped.shop.test_x"]
        self.assertEqual((attempt["outcome"], attempt["failure"]), ("skip", "not here"))

    def test_a_module_that_can_be_imported_after_all(self):
        folder = self.suite({"test_x.py": "import later"})
        names = self.names(self.worker(folder))
        with open(folder + "/later.py", "w"):
            pass
        attempt = self.worker(folder).run(names)[1]
        self.assertIn("now it can be", attempt["failure"])


class LoadingTest(driver.WorkerTestCase):
    def again(self, files, *labels, **options):
        """Returns the names of a listing, and the outcomes of another process that did not list."""
        folder = self.suite(files)
        first = self.worker(folder, options=options)
        messages = first.list(*labels)
        names = [name for message in messages if message["type"] == "tests" for name in message["names"]]
        second = self.worker(folder, options=options, inventory=messages[-1]["text"])
        attempts = [m for m in second.run(names) if m["type"] == "attempt"]
        self.assertEqual([attempt["test"] for attempt in attempts], names)
        return {m["test"]: (m["outcome"], m.get("failure")) for m in attempts}

    def passes(self, *arguments, **options):
        found = self.again(*arguments, **options)
        self.assertEqual({outcome for outcome, _ in found.values()}, {"pass"}, found)
        return list(found)

    def test_what_was_listed_can_be_run_elsewhere(self):
        self.assertEqual(self.passes(SHOP), [CART, CANCEL, REFUND])

    def test_only_what_is_needed_is_imported(self):
        files = dict(SHOP, **{"shop/test_slow.py": "print('imported')"})
        worker = self.worker(self.suite(files))
        worker.run([CART])
        self.assertNotIn("imported", worker.end()[1])

    def test_folders_that_are_no_packages(self):
        name = "check_all.CheckTest.test_it"
        self.assertEqual(self.passes(SHOP, "checks", pattern="check*.py"), [name])

    def test_names_that_are_no_paths(self):
        files = {
            "test_it.py": """
                import doctest, unittest

                def make(n):
                    class Made(unittest.TestCase):
                        def test_it(self): self.assertIn("made", type(self).kind + "made")
                        kind = str(n)
                    return Made
                One, Two = make(1), make(2)
                Renamed = make(3)
                Renamed.__qualname__ = Renamed.__name__ = "Odd name"
                setattr(Renamed, "test with spaces.and dots", lambda self: None)
            """
        }
        self.assertEqual(
            self.passes(files),
            [
                "test_it.make.<locals>.Made.test_it",
                "test_it.Odd name.test with spaces.and dots",
                "test_it.Odd name.test_it",
                "test_it.make.<locals>.Made.test_it#2",
            ],
        )

    def test_load_tests(self):
        files = {
            "test_it.py": '''
                """
                >>> 1 + 1
                2
                """
                import doctest, unittest

                class Param(unittest.TestCase):
                    def __init__(self, number):
                        super().__init__("test_it")
                        self.number = number
                    def test_it(self): self.fail("number %d" % self.number)

                def load_tests(loader, tests, pattern):
                    assert pattern == "test*.py"
                    suite = unittest.TestSuite([Param(1), unittest.TestSuite([Param(2)])])
                    suite.addTest(doctest.DocTestSuite(__name__))
                    suite.addTest(unittest.FunctionTestCase(print))
                    return suite
            '''
        }
        found = self.again(files)
        self.assertEqual(
            list(found.items()),
            [
                ("test_it.Param.test_it", ("fail", "AssertionError: number 1")),
                ("test_it.Param.test_it#2", ("fail", "AssertionError: number 2")),
                ("test_it", ("pass", None)),
                ("print", ("pass", None)),
            ],
        )

    def test_load_tests_with_classes_of_other_modules(self):
        files = {
            "helpers.py": """
                import unittest
                class Param(unittest.TestCase):
                    number = 0
                    def test_it(self): self.assertEqual(self.number, 1)
            """,
            "test_it.py": """
                import helpers
                def load_tests(loader, tests, pattern):
                    test = helpers.Param("test_it")
                    test.number = 1
                    tests.addTest(test)
                    return tests
            """,
        }
        self.assertEqual(self.passes(files), ["helpers.Param.test_it"])

    def test_doctests_named_like_methods(self):
        files = {"test_it.py": "import doctest\ndef load_tests(*_): return doctest.DocTestSuite(doctest)\n"}
        self.assertIn("doctest.DocTestCase.debug", self.passes(files))

    def test_load_tests_of_a_package_that_discovers(self):
        files = {
            "shop/__init__.py": "",
            "shop/tests/__init__.py": """
                import os
                def load_tests(loader, tests, pattern):
                    folder = os.path.dirname(__file__)
                    tests.addTests(loader.discover(start_dir=folder, pattern="case*.py"))
                    return tests
            """,
            "shop/tests/case_a.py": SHOP["shop/tests/test_orders.py"],
        }
        names = ["shop.tests.case_a.OrdersTest." + name for name in ("test_cancel", "test_refund")]
        for labels in ((), ("shop",), ("shop.tests",), ("shop/tests",)):
            with self.subTest(labels=labels):
                self.assertEqual(self.passes(files, *labels), names)

    def test_load_tests_that_fails(self):
        files = {"test_it.py": "def load_tests(loader, tests, pattern): raise ValueError('no')"}
        self.assertEqual(
            self.again(files), {"unittest.loader._FailedTest.test_it": ("fail", "ValueError: no")}
        )

    def test_a_class_that_two_modules_have(self):
        files = {
            "test_a.py": "import unittest\nclass T(unittest.TestCase):\n    def test_it(self): pass\n",
            "test_b.py": "from test_a import T\n",
        }
        self.assertEqual(self.passes(files), ["test_a.T.test_it", "test_a.T.test_it#2"])

    def test_names_that_are_nothing(self):
        worker = self.worker(self.suite(SHOP))
        names = ["nowhere.T.test_it", "shop.test_cart.CartTest.test_gone", "shop.test_cart.Gone.test_it", "", "x", "#2", CART]
        attempts = [m for m in worker.run(names) if m["type"] == "attempt"]
        self.assertEqual([attempt["test"] for attempt in attempts], names)
        self.assertEqual([attempt["outcome"] for attempt in attempts], ["fail"] * 6 + ["pass"])
        self.assertEqual(attempts[0]["failure"], "there is no test of this name any more")

    def test_the_inventory_is_json(self):
        inventory = json.loads(self.worker(self.suite(SHOP)).list()[-1]["text"])
        self.assertEqual(inventory["databases"], [])
