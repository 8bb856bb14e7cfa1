"""Tells of each module as soon as it is imported, before anybody else can change anything in it."""

import importlib.abc
import sys

__unittest = True


class Finder(importlib.abc.MetaPathFinder):
    """Finds nothing by itself: what the finders behind it find, it has told of."""

    def __init__(self, tell):
        self.tell = tell  # called with the name of a module that is there

    def find_spec(self, name, path=None, target=None):
        for finder in sys.meta_path:
            if finder is self or not hasattr(finder, "find_spec"):
                continue
            spec = finder.find_spec(name, path, target)
            if spec is not None:
                self.follow(spec)
                return spec
        return None

    def follow(self, spec):
        """Has the loader of a module say when it is done, if the loader can be changed."""
        loader = spec.loader
        execute = getattr(loader, "exec_module", None)
        if execute is None or isinstance(loader, type):
            return

        def and_tell(module):
            execute(module)
            self.tell(module.__name__)

        try:
            if "exec_module" not in vars(loader):  # pytest has one loader for many modules
                loader.exec_module = and_tell
        except Exception:
            pass  # the module is met before the next test


def follow(tell):
    sys.meta_path.insert(0, Finder(tell))
