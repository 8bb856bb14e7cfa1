"""Who looks closely is told what tests change in the variables of their modules, and can undo it."""

import driver

SUITE = {
    "shop.py": """
        import functools
        registry = {}
        limits = [1, [2]]
        debug = False
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
