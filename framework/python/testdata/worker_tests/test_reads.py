"""Which variables a suite reads while it is set up is known to whoever would fork from it."""

import os
import sys
import unittest

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", ".."))

from ptrworker import facts, reads  # noqa: E402


class ReadsTest(unittest.TestCase):
    def setUp(self):
        os.environ["SHOP_URL"] = "sqlite://"
        self.addCleanup(os.environ.pop, "SHOP_URL")

    def seen(self, read):
        with reads.Reads(["SHOP_URL", "OTHER"]) as found:
            read()
        os.environ["SHOP_URL"]  # too late
        return found.seen

    def test_whoever_reads_one_is_seen(self):
        for read in (
            lambda: os.environ["SHOP_URL"],
            lambda: os.environ.get("SHOP_URL"),
            lambda: os.getenv("SHOP_URL"),
            lambda: dict(os.environ),
            lambda: "SHOP_URL" in os.environ,
        ):
            self.assertEqual(self.seen(read), {"SHOP_URL"})

    def test_one_that_is_not_set_may_have_a_value_in_the_reader(self):
        self.assertEqual(self.seen(lambda: os.environ.get("OTHER", "sqlite://")), {"OTHER"})

    def test_others_and_the_worker_itself_are_not(self):
        self.assertEqual(self.seen(lambda: os.environ.get("PATH")), set())
        self.assertEqual(self.seen(facts.from_environment), set())


if __name__ == "__main__":
    unittest.main()
