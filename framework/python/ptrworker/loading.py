"""From names of tests to tests: only what they need is imported."""

import re
import sys
import unittest

from ptrworker import importing
from ptrworker.face import class_name

__unittest = True

# Tests that unittest.loader makes of modules end in the module's name.
FAILED = "unittest.loader._FailedTest."
SKIPPED = "unittest.loader.ModuleSkipped."

NUMBERED = re.compile(r"#[0-9]+\Z")


class TestLoader(unittest.TestLoader):
    """A TestLoader that notes the classes of tests that a load_tests elsewhere has made.

    Such a test may be another than its class makes of its name.
    """

    def __init__(self):
        super().__init__()
        self.made = set()

    def loadTestsFromModule(self, module, *arguments, **options):
        suite = super().loadTestsFromModule(module, *arguments, **options)
        if hasattr(module, "load_tests"):
            for cls in {type(test) for test in flat(suite)}:
                if not importing.chooses_tests(sys.modules.get(cls.__module__)):
                    self.made.add(class_name(cls))
        return suite


class Loader:
    """Makes tests of the names that a listing gave them.

    loader is a unittest.TestLoader; everything returns all tests of the
    suite, in the order of the listing, for names that cannot be found by
    themselves: load_tests may make tests of any name. It is called with
    pattern, as it was by the listing. made has the names of classes of which
    load_tests of another module makes tests.
    """

    def __init__(self, loader, everything, pattern=None, made=()):
        self.loader = loader
        self.made = frozenset(made)
        self.everything = everything
        self.pattern = pattern
        self.spare = {}  # name -> test, of modules that choose their own
        self.names = None  # of everything, once that was wanted

    def load(self, name):
        """Returns a fresh test, or None if there is none of this name.

        If it cannot be made, the test is one that fails and says why.
        """
        try:
            return self.find(name)
        except Exception as err:
            return unittest.loader._FailedTest(name, err)

    def find(self, name):
        base = NUMBERED.sub("", name)
        for prefix in (FAILED, SKIPPED):
            if base.startswith(prefix):
                return self.of_module(base[len(prefix) :])
        path, _, method = base.rpartition(".")
        try:
            module, attributes = importing.import_longest(path)
        except importing.NotImported as err:
            return err.as_test()
        if module is None or path in self.made:
            return self.of_everything(name)
        if not importing.chooses_tests(module):
            test = of_class(module, attributes, method)
            if test is not None and test.id() == base:
                return test
        test = self.rare(name, lambda: self.tests_of(module))
        return self.of_everything(name) if test is None else test

    def of_module(self, name):
        """Returns the test that a module is if it cannot be imported, or skips itself."""
        try:
            __import__(name)
        except BaseException as err:
            return importing.NotImported(name, err).as_test()
        test = self.rare(FAILED + name, lambda: self.tests_of(sys.modules[name]))
        if test is not None:
            return test  # load_tests fails
        changed = ImportError("%s could not be imported when it was listed; now it can be" % name)
        return unittest.loader._FailedTest(name, changed)

    def tests_of(self, module):
        try:
            return named(flat(self.loader.loadTestsFromModule(module, pattern=self.pattern)))
        except Exception:
            return {}  # it has classes that only load_tests of another can make tests of

    def rare(self, name, load):
        """Takes a test that was not taken before, and loads all anew if it was."""
        if name not in self.spare:
            self.spare.update(load())
        return self.spare.pop(name, None)

    def of_everything(self, name):
        if self.names is not None and name not in self.names:
            return None  # looking takes long
        test = self.rare(name, lambda: named(self.everything()))
        if self.names is None:
            self.names = set(self.spare).union([] if test is None else [name])
        return test


def of_class(module, attributes, method):
    """Returns a test of a class of a module, or None if that is not where it comes from."""
    cls = module
    for attribute in attributes:
        cls = getattr(cls, attribute, None)
    if not (isinstance(cls, type) and issubclass(cls, unittest.TestCase) and hasattr(cls, method)):
        return None
    try:
        return cls(method)
    except Exception:
        return None  # it is made of something else


def flat(suite):
    """Yields the tests of a suite of suites."""
    try:
        members = iter(suite)
    except TypeError:
        yield suite
        return
    for member in members:
        yield from flat(member)


def named(tests):
    """Returns tests by their names, which are unique."""
    tests = list(tests)
    return dict(zip(unique([test.id() for test in tests]), tests))


def unique(names):
    """Returns names with "#2", "#3" and so on behind those that have been there before."""
    counts = {}
    result = []
    for name in names:
        counts[name] = counts.get(name, 0) + 1
        result.append(name if counts[name] == 1 else "%s#%d" % (name, counts[name]))
    return result
