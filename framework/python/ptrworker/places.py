"""Where tests stand."""

import inspect
import os

__unittest = True


class Places:
    """Finds the places of tests, relative to a root."""

    def __init__(self, root):
        self.root = os.path.join(os.path.realpath(root), "")
        self.files = {}

    def find(self, test):
        """Returns "folder/file.py:12", or "" if that cannot be known."""
        try:
            code = inspect.unwrap(self.function(test)).__code__
            return "%s:%d" % (self.relative(code.co_filename), code.co_firstlineno)
        except Exception:
            return ""  # methods may be anything that can be called

    @staticmethod
    def function(test):
        method = getattr(type(test), test._testMethodName)
        return getattr(method, "__func__", method)

    def relative(self, file):
        if file not in self.files:
            real = os.path.realpath(file)
            inside = real.startswith(self.root)
            self.files[file] = (real[len(self.root) :] if inside else real).replace(os.sep, "/")
        return self.files[file]
