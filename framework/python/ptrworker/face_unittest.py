"""Suites of plain unittest."""

import os
import platform
import sys
import warnings

from ptrworker import dbapi_statements, django_unset, importing, labels, loading, parting
from ptrworker.face import Face, Found, Listing

__unittest = True


class UnittestFace(Face):
    """Finds and runs what `python -m unittest` would."""

    def __init__(self, settings):
        super().__init__(settings)
        self.root = settings.get("root") or os.getcwd()
        self.options = settings["options"]
        dbapi_statements.listen(self)
        # Where modules were found when the suite was listed.
        importing.extend_path([self.root] + settings["inventory"].get("path", []))
        self.loader = loading.TestLoader()
        self.loader.testNamePatterns = patterns(self.options.get("names"))
        # As discovery leaves it: load_tests may want to discover more.
        self.loader._top_level_dir = labels.top(self.root, self.options)
        listed = settings["inventory"]
        self.labels = listed.get("labels", [])
        self.loading = loading.Loader(
            self.loader, self.everything, labels.pattern(self.options), listed.get("made", [])
        )
        # Tests may read it, as `python -m unittest` leaves it.
        sys.argv = [os.path.basename(sys.executable) + " -m unittest"]

    def describe(self):
        return {
            "name": os.path.basename(os.path.normpath(self.root)),
            "settings": {"versions": {"python": platform.python_version()}, "databases": []},
        }

    def discover(self, names):
        self.labels = names
        before = list(sys.path)
        finder = labels.Finder(self.loader, self.root, self.options)
        tests = finder.find(names)
        inventory = {
            "databases": [],
            "inputs": [],
            "labels": names,
            "made": sorted(self.loader.made),
            "path": [folder for folder in sys.path if folder not in before],
        }
        loose = {cls: may_be_parted(cls) for cls in set(map(type, tests))}
        problems = finder.problems + django_unset.problems(tests, self.root)
        return Listing([make_found(test, loose[type(test)]) for test in tests], problems, inventory)

    def everything(self):
        return labels.Finder(self.loader, self.root, self.options).find(self.labels)

    def load(self, names):
        return [self.loading.load(name) for name in names]

    def imports(self, name):
        return not importing.is_imported(name)

    def begin(self):
        # The runner of unittest does so, after the tests are loaded.
        if not sys.warnoptions:
            warnings.simplefilter("default")


def make_found(test, loose):
    # Modules that could not be imported have a class in common, and nothing else.
    stands_for_module = type(test).__module__ == "unittest.loader"
    return Found(test, group="" if stands_for_module else None, loose=loose)


def may_be_parted(cls):
    """Reports whether nothing says that the tests of a class share more than its name.

    Nothing but its own code undoes what a test has done.
    """
    return parting.shares_nothing(cls) and parting.names_no_container(cls)


def patterns(names):
    """Returns the patterns of -k as a TestLoader wants them, or None for all tests."""
    if not names:
        return None
    return [name if "*" in name else "*%s*" % name for name in names]
