"""The worker is meant for Python 3.8 and later, of which one is at hand."""

import ast
import glob
import os
import sys
import unittest

import driver

FOLDERS = (driver.PACKAGE, os.path.dirname(os.path.abspath(__file__)))


class SyntaxTest(unittest.TestCase):
    def test_the_oldest_python_can_read_it(self):
        files = [file for folder in FOLDERS for file in glob.glob(os.path.join(folder, "*.py"))]
        self.assertGreater(len(files), 20)
        for file in files:
            with self.subTest(file=os.path.basename(file)), open(file, encoding="utf-8") as source:
                ast.parse(source.read(), file, feature_version=(3, 8))

    @unittest.skipUnless(hasattr(sys, "stdlib_module_names"), "known from Python 3.10 on")
    def test_the_core_needs_the_standard_library_only(self):
        allowed = set(sys.stdlib_module_names) | {"ptrworker"}
        for file in glob.glob(os.path.join(driver.PACKAGE, "*.py")):
            name = os.path.basename(file)
            if name.startswith(("django_", "pytest_", "face_django", "face_runtests", "face_pytest")):
                continue
            with self.subTest(file=name):
                self.assertLessEqual(imported(file), allowed)

    def test_frames_of_every_module_are_left_out_of_tracebacks(self):
        for file in glob.glob(os.path.join(driver.PACKAGE, "*.py")):
            with self.subTest(file=os.path.basename(file)), open(file, encoding="utf-8") as source:
                self.assertIn("\n__unittest = True\n", source.read())


def imported(file):
    """Returns the top-level names of what a file imports."""
    with open(file, encoding="utf-8") as source:
        nodes = list(ast.walk(ast.parse(source.read())))
    names = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    names |= {node.module for node in nodes if isinstance(node, ast.ImportFrom)}
    return {name.partition(".")[0] for name in names}
