"""From dotted names to modules and what is in them."""

import sys
import unittest

__unittest = True


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


def is_imported(name):
    """Reports whether the test of this name can be made without importing a module."""
    names = name.split(".")
    for end in range(len(names) - 1, 0, -1):
        module = sys.modules.get(".".join(names[:end]))
        if module is not None:
            return hasattr(module, names[end])
    return False


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
    name = getattr(module, "__name__", "")
    while name:
        if hasattr(sys.modules.get(name), "load_tests"):
            return True
        name = name.rpartition(".")[0]
    return False
