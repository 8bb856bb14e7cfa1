"""From names of tests to tests: only what they need is imported."""

import re
import sys
import unittest

__unittest = True

# Tests that unittest.loader makes of modules end in the module's name.
FAILED = "unittest.loader._FailedTest."
SKIPPED = "unittest.loader.ModuleSkipped."

NUMBERED = re.compile(r"#[0-9]+\Z")


class Loader:
    """Makes tests of the names that a listing gave them.

    loader is a unittest.TestLoader; everything returns all tests of the
    suite, in the order of the listing, for names that cannot be found by
    themselves: load_tests may make tests of any name. It is called with
    pattern, as it was by the listing.
    """

    def __init__(self, loader, everything, pattern=None):
        self.loader = loader
        self.everything = everything
        self.pattern = pattern
        self.spare = {}  # name -> test, of modules that choose their own

    def load(self, name):
        """Returns a fresh test, or None if there is none of this name."""
        base = NUMBERED.sub("", name)
        for prefix in (FAILED, SKIPPED):
            if base.startswith(prefix):
                return self.of_module(base[len(prefix) :])
        path, _, method = base.rpartition(".")
        try:
            module, attributes = import_longest(path)
        except NotImported as err:
            return err.as_test()
        if module is None:
            return self.rare(name, self.everything)
        if not chooses_tests(module):
            test = of_class(module, attributes, method)
            if test is not None and test.id() == base:
                return test
        test = self.rare(name, lambda: self.tests_of(module))
        return test or self.rare(name, self.everything)

    def of_module(self, name):
        """Returns the test that a module is if it cannot be imported, or skips itself."""
        try:
            __import__(name)
        except BaseException as err:
            return NotImported(name, err).as_test()
        test = self.rare(FAILED + name, lambda: self.tests_of(sys.modules[name]))
        if test is not None:
            return test  # load_tests fails
        changed = ImportError("%s could not be imported when it was listed; now it can be" % name)
        return unittest.loader._FailedTest(name, changed)

    def tests_of(self, module):
        return flat(self.loader.loadTestsFromModule(module, pattern=self.pattern))

    def rare(self, name, load):
        """Takes a test that no other name has had, and loads them all once more if it is used up."""
        if name not in self.spare:
            tests = list(load())
            self.spare.update(zip(unique([test.id() for test in tests]), tests))
        return self.spare.pop(name, None)


def of_class(module, attributes, method):
    """Returns a test of a class of a module, or None if that is not where it comes from."""
    cls = module
    for attribute in attributes:
        cls = getattr(cls, attribute, None)
    if isinstance(cls, type) and issubclass(cls, unittest.TestCase) and hasattr(cls, method):
        return cls(method)
    return None


class NotImported(Exception):
    """A module that is there raised something."""

    def __init__(self, name, error):
        super().__init__(name)
        self.name = name
        self.error = error

    def as_test(self):
        """Returns the test that unittest makes of such a module."""
        if isinstance(self.error, unittest.SkipTest):
            return unittest.loader._make_skipped_test(self.name, self.error, list)[0]
        return unittest.loader._FailedTest(self.name, self.error)


def import_longest(path):
    """Imports the module that "package.module.Class" begins with.

    It returns the module and the names of attributes that follow, or None and
    all names if not even the first is a module. It raises NotImported.
    """
    names = path.split(".")
    module = None
    for end in range(len(names)):
        if end and not may_have(module, names[end]):
            return module, names[end:]
        found = import_if_there(".".join(names[: end + 1]))
        if found is None:
            return module, names[end:]
        module = found
    return module, []


def may_have(module, name):
    """Reports whether name can be a module within the module."""
    if module.__name__ + "." + name in sys.modules:
        return True
    return hasattr(module, "__path__") and not hasattr(module, name)


def import_if_there(name):
    """Returns a module, or None if there is none of this name. It raises NotImported."""
    if not name.rpartition(".")[2]:
        return None
    try:
        __import__(name)
    except ModuleNotFoundError as err:
        if err.name == name:
            return None
        raise NotImported(name, err) from None  # it is there, and needs one that is not
    except BaseException as err:  # also SystemExit, as unittest's loader does
        raise NotImported(name, err) from None
    return sys.modules[name]


def has_attributes(module, names):
    """Reports whether the names lead from the module to something."""
    found = module
    for name in names:
        if not hasattr(found, name):
            return False
        found = getattr(found, name)
    return True


def extend_path(folders):
    """Has modules in the folders found, and before all others."""
    for folder in folders:
        if folder not in sys.path:
            sys.path.insert(0, folder)


def chooses_tests(module):
    """Reports whether the module or a package around it has load_tests."""
    name = module.__name__
    while name:
        if hasattr(sys.modules.get(name), "load_tests"):
            return True
        name = name.rpartition(".")[0]
    return False


def flat(suite):
    """Yields the tests of a suite of suites."""
    try:
        members = iter(suite)
    except TypeError:
        yield suite
        return
    for member in members:
        yield from flat(member)


def unique(names):
    """Returns names with "#2", "#3" and so on behind those that have been there before."""
    counts = {}
    result = []
    for name in names:
        counts[name] = counts.get(name, 0) + 1
        result.append(name if counts[name] == 1 else "%s#%d" % (name, counts[name]))
    return result
