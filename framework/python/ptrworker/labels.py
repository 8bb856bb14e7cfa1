"""What users type to choose tests: dotted names, files, folders, and nothing for all."""

import os
import unittest

from ptrworker import failures, importing, loading, nearest
from ptrworker.face import Problem

__unittest = True


class Finder:
    """Finds the tests of labels, and collects problems on its way."""

    def __init__(self, loader, root, options):
        self.loader = loader
        self.root = os.path.abspath(root)
        self.pattern = pattern(options)
        self.top = top(self.root, options) if options.get("top") else None
        self.problems = []

    def find(self, labels):
        """Returns the tests of all labels. What an earlier label has found is not found again."""
        if not labels:
            tests = self.in_folder(self.root, self.top or self.root) or self.in_folders_of_tests()
        else:
            tests, seen = [], set()
            for label in labels:
                found = [test for test in self.of_label(label) if test.id() not in seen]
                seen.update(test.id() for test in found)
                tests += found
        for test in tests:
            if isinstance(test, unittest.loader._FailedTest):
                self.problem("import", test._testMethodName, failures.whole(test._exception))
        return tests

    def problem(self, what, name, text, names=()):
        self.problems.append(Problem(what, name, text, names))

    def of_label(self, label):
        path = os.path.join(self.root, label)
        if os.path.isdir(path):
            tests = self.in_folder(path, self.top or above_packages(path))
        elif os.path.isfile(path) and path.endswith(".py"):
            tests = self.named(self.dotted(path))
        else:
            tests = self.named(label)
        if tests is None:
            self.problem("label", label, "there is no module, class or test of this name", self.near(label))
        elif not tests and not self.loader.testNamePatterns:
            self.problem("label", label, "there are no tests in it")
        return tests or []

    def in_folder(self, folder, top):
        return list(loading.flat(self.loader.discover(folder, self.pattern, top)))

    def in_folders_of_tests(self):
        """Returns the tests in tests/ and the like where discovery from the root passes over them.

        It does so if they are no packages: then `python -m unittest discover -s tests` is
        what the suite's own people type.
        """
        folders = sorted(entry.path for entry in os.scandir(self.root) if entry.is_dir() and entry.name.startswith("test"))
        return [test for folder in folders for test in self.in_folder(folder, self.top or above_packages(folder))]

    def dotted(self, path):
        """Returns the name of the module in a file."""
        top = self.top or self.root
        if not os.path.abspath(path).startswith(os.path.join(top, "")):
            top = above_packages(os.path.dirname(path))
            importing.extend_path([top])
        return os.path.relpath(path, top)[: -len(".py")].replace(os.sep, ".")

    def named(self, label):
        """Returns the tests of a dotted name, or None if nothing is called so."""
        try:
            module, attributes = importing.import_longest(label)
        except importing.NotImported as err:
            return [err.as_test()]
        if module is None:
            return None
        if not attributes and hasattr(module, "__path__") and not hasattr(module, "load_tests"):
            folder = list(module.__path__)[0]
            return self.in_folder(folder, self.top or above_packages(folder))
        if not importing.has_attributes(module, attributes):
            return None
        try:
            return list(loading.flat(self.loader.loadTestsFromName(label)))
        except TypeError:
            return None  # it is there, but no test can be made of it

    def near(self, label):
        """Returns the names of tests, classes and modules that are most like a label."""
        tests = self.in_folder(self.root, self.top or self.root)
        return nearest.names(label, [test.id() for test in tests])


def pattern(options):
    return options.get("pattern") or "test*.py"


def top(root, options):
    """Returns the absolute folder from which modules are imported if nothing is said."""
    return os.path.abspath(os.path.join(root, options.get("top") or ""))


def above_packages(folder):
    """Returns the folder from which modules in folder are imported."""
    folder = os.path.abspath(folder)
    while os.path.isfile(os.path.join(folder, "__init__.py")):
        folder = os.path.dirname(folder)
    return folder
