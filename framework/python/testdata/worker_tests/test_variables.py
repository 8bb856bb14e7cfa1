"""Who looks closely is told what tests change in the variables of their modules, and can undo it."""

import importlib
import importlib.machinery
import os
import sys
import unittest

import driver

SUITE = {
    "shop.py": """
        import functools
        registry = {}
        limits = [1, [2]]
        debug = False
        catalogue = {"item %d" % number: [number] for number in range(40)}
        class Cart:
            opened = []
            def __init__(self): self.items = {}
        cart = Cart()
        @functools.lru_cache(None)
        def price(item): return 7
        """,
    "test_it.py": """
        import os, unittest, shop
        from shop import registry
        class T(unittest.TestCase):
            def test_nothing(self): pass
            def test_registry(self): shop.registry["x"] = [7]
            def test_deep(self): shop.limits[1].append(3)
            def test_class(self): shop.Cart.opened.append(1)
            def test_instance(self): shop.cart.items["ball"] = 2
            def test_cache(self): shop.price("ball")
            def test_scalar(self): shop.debug = True
            def test_new(self): shop.added = 1
            def test_long(self): shop.catalogue["item 7b"] = "ball"
            def test_long_again(self): shop.catalogue["item 7"] = "bat"
            def test_long_without(self): del shop.catalogue["item 8"]
            def test_environment(self): os.environ["SHOP"] = "open"
        """,
}

CHANGES = {
    "test_nothing": [],
    "test_registry": [("shop.registry", "{}", "{'x': [7]}")],
    "test_deep": [("shop.limits", "[1, [2]]", "[1, [2, 3]]")],
    "test_class": [("shop.Cart.opened", "[]", "[1]")],
    "test_instance": [("shop.cart", "Cart('items': {})", "Cart('items': {'ball': 2})")],
    "test_cache": [("shop.price", "a cache of 0", "a cache of 1")],
    "test_scalar": [("shop.debug", "False", "True")],
    "test_new": [("shop.added", "", "1")],
    "test_long": [("shop.catalogue", "without 'item 7b': 'ball'", "with 'item 7b': 'ball'")],
    "test_long_again": [("shop.catalogue", "with 'item 7': [7]", "with 'item 7': 'bat'")],
    "test_long_without": [("shop.catalogue", "with 'item 8': [8]", "without 'item 8': [8]")],
}


class VariablesTest(driver.WorkerTestCase):
    def start(self, **options):
        worker = self.worker(self.suite(SUITE), leaks=True, **options)
        self.names(worker)
        return worker

    def changes(self, worker, name):
        """Runs a test, and returns what it changed."""
        messages = worker.run(["test_it.T." + name])
        self.assertEqual([m["outcome"] for m in messages if m["type"] == "attempt"], ["pass"])
        return [(m["name"], m["old"], m["new"]) for m in messages if m["type"] == "change"]

    def undo(self, worker, *names):
        """Returns which of them could not be undone."""
        worker.send("undo", names=names)
        return worker.until("undone", "error")[-1]["names"]

    def test_what_tests_change_is_told(self):
        worker = self.start(closely=True)
        for name, want in CHANGES.items():
            self.assertEqual(self.changes(worker, name), want)

    def test_without_asking_nothing_is(self):
        worker = self.start()
        for name in CHANGES:
            self.assertEqual(self.changes(worker, name), [])

    def test_it_can_be_undone_again_and_again(self):
        worker = self.start(closely=True)
        self.changes(worker, "test_nothing")
        for _ in range(2):
            for name, want in CHANGES.items():
                self.assertEqual(self.changes(worker, name), want)
                self.assertEqual(self.undo(worker, *("variable " + each[0] for each in want)), [])
                self.changes(worker, "test_nothing")

    def test_the_environment_can_be(self):
        worker = self.start(closely=True)
        self.changes(worker, "test_nothing")
        for _ in range(2):
            leaks = [m["text"] for m in worker.run(["test_it.T.test_environment"]) if m["type"] == "leak"]
            self.assertEqual(leaks, ["SHOP=open (was not set)"])
            self.assertEqual(self.undo(worker, "environment SHOP"), [])

    def test_what_nobody_knows_cannot(self):
        worker = self.start(closely=True)
        self.assertEqual(self.undo(worker, "variable shop.debug"), ["variable shop.debug"])
        self.changes(worker, "test_nothing")
        self.assertEqual(self.undo(worker, "variable shop.nowhere", "signal x"), ["variable shop.nowhere", "signal x"])


LIBRARY = {
    "test_it.py": """
        import decimal, fractions, io, locale, logging, mimetypes, random, socket, sys, types, unittest
        from unittest import mock
        class A(unittest.TestCase):
            @classmethod
            def tearDownClass(cls): raise OSError("no way down")
            def test_nothing(self): pass
            def test_attribute(self): fractions.planted = True
            def test_stream(self): sys.stderr = io.StringIO()
            def test_class(self): fractions.Fraction.planted = 7
            def test_function(self): mock.patch("fractions.Fraction.limit_denominator", 3).start()
            def test_imported(self): mock.patch("late.charge", 3).start()
            def test_registry(self): mimetypes.inited, mimetypes.knownfiles[:] = True, ["nowhere"]
            def test_precision(self): decimal.getcontext().prec = 3
            def test_timeout(self): socket.setdefaulttimeout(7)
            def test_path(self): sys.path.append("/nowhere")
            def test_random(self): random.seed(7)
            def test_logging(self): logging.disable(logging.ERROR)
            def test_logger(self): logging.getLogger("shop").setLevel(logging.ERROR)
        class B(unittest.TestCase):
            def test_b(self): pass
        logging.getLogger("shop")
        """,
    "late.py": "def charge(): return 7",
}

# What each test binds to something else, and its beginning and end.
BINDINGS = {
    "test_attribute": ("fractions.planted", "", "True"),
    "test_class": ("fractions.Fraction.planted", "", "7"),
    "test_function": ("fractions.Fraction.limit_denominator", "<function Fraction.limit_denominator", "3"),
    "test_stream": ("sys.stderr", "<_io.TextIOWrapper", "<_io.StringIO"),
    "test_imported": ("late.charge", "<function charge", "3"),
    "test_path": ("sys.path", "without ['/nowhere']", "with ['/nowhere']"),
    "test_registry": ("mimetypes.knownfiles", "with ['/etc/mime.types'", "with ['nowhere']"),
}

GLOBALS = {
    "test_precision": "decimal context",
    "test_timeout": "timeout of sockets is 7.0 (was None)",
    "test_random": "sequence of random is at ",
    "test_logging": "logging is off up to ERROR (was on)",
    "test_logger": "logger shop is ERROR (was NOTSET)",
}


class ImportedTest(unittest.TestCase):
    def test_a_loader_of_many_modules_is_followed_once(self):
        class Loader:
            def create_module(self, spec):
                return None

            def exec_module(self, module):
                pass

        class ItsFinder:
            loader = Loader()

            def find_spec(self, name, path=None, target=None):
                if name.startswith("made_up_"):
                    return importlib.machinery.ModuleSpec(name, self.loader)

        told, before = [], list(sys.meta_path)
        sys.path.insert(0, os.path.dirname(driver.PACKAGE))
        try:
            from ptrworker import imported

            sys.meta_path.insert(0, ItsFinder())
            imported.follow(told.append)
            names = ["made_up_%d" % number for number in range(2000)]
            for name in names:
                importlib.import_module(name)
        finally:
            sys.meta_path[:] = before
            sys.path.pop(0)
        self.assertEqual([name for name in told if name in names], names)


class BindingsTest(driver.WorkerTestCase):
    """Who looks closely is told what tests change outside of the suite's own variables, too."""

    def start(self):
        worker = self.worker(self.suite(LIBRARY), leaks=True, closely=True)
        self.names(worker)
        self.run_one(worker, "test_nothing")
        return worker

    def run_one(self, worker, name):
        messages = worker.run(["test_it.A." + name])
        self.assertEqual([m["outcome"] for m in messages if m["type"] == "attempt"], ["pass"])
        return messages

    def undo(self, worker, *names, **members):
        worker.send("undo", names=names, **members)
        return worker.until("undone", "error")[-1]["names"]

    def test_names_of_modules_and_classes(self):
        worker = self.start()
        for _ in range(2):
            for test, (name, old, new) in BINDINGS.items():
                changes = {m["name"]: m for m in self.run_one(worker, test) if m["type"] == "change"}
                self.assertIn(name, changes, test)
                self.assertEqual(changes[name]["old"][: len(old)], old)
                self.assertEqual(changes[name]["new"][: len(new)], new)
                self.assertEqual(self.undo(worker, "variable " + name), [])

    def test_what_holds_for_the_process(self):
        worker = self.start()
        for _ in range(2):
            for test, text in GLOBALS.items():
                leaks = [m["text"] for m in self.run_one(worker, test) if m["type"] == "leak" and m["what"] == "global"]
                self.assertEqual([leak[: len(text)] for leak in leaks], [text])
                self.assertEqual(self.undo(worker, "global " + text.partition(" is ")[0]), [])

    def test_what_the_next_test_does_not_share_is_torn_down_before(self):
        worker = self.start()
        for test, want in [("test_it.A.test_timeout", []), ("test_it.B.test_b", ["tearDownClass (test_it.A)"])]:
            worker.send("undo", names=[], test=test)
            self.assertEqual([m["name"] for m in worker.until("undone", "error") if m["type"] == "fixture"], want)
