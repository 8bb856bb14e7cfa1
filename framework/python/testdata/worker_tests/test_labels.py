"""What is found where nobody has named anything."""

import unittest

import driver

TEST = """
    import unittest
    class A(unittest.TestCase):
        def test_a(self): pass
"""


class LabelsTest(driver.WorkerTestCase):
    def found(self, files):
        """Returns the names that are listed, and how they end in another process."""
        folder = self.suite(files)
        messages = self.worker(folder).list()
        names = [name for message in messages if message["type"] == "tests" for name in message["names"]]
        worker = self.worker(folder, inventory=messages[-1]["text"])
        outcomes = {m["test"]: m["outcome"] for m in worker.run(names) if m["type"] == "attempt"} if names else {}
        return outcomes

    def test_folders_of_tests_that_are_no_packages(self):
        files = {"tests/test_calc.py": TEST, "tests/deep/__init__.py": "", "tests/deep/test_deep.py": TEST, "src/test_x.py": TEST}
        self.assertEqual(self.found(files), {"test_calc.A.test_a": "pass", "deep.test_deep.A.test_a": "pass"})

    def test_only_where_there_is_nothing_else(self):
        files = {"tests/test_calc.py": TEST, "shop/__init__.py": "", "shop/test_shop.py": TEST}
        self.assertEqual(self.found(files), {"shop.test_shop.A.test_a": "pass"})

    def test_nothing(self):
        self.assertEqual(self.found({"README": ""}), {})


if __name__ == "__main__":
    unittest.main()
