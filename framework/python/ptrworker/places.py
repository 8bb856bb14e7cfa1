"""Where tests stand."""

import inspect
import os

__unittest = True


class Places:
    """Finds the places of tests, relative to a root."""

    def __init__(self, root, position):
        """position is a function that returns the file and the line of a test."""
        self.position = position
        self.root = os.path.join(os.path.realpath(root), "")
        self.files = {}

    def find(self, test):
        """Returns "folder/file.py:12", or "" if that cannot be known."""
        try:
            file, line = self.position(test)
            return "%s:%d" % (self.relative(file), line)
        except Exception:
            return ""  # methods may be anything that can be called

    def relative(self, file):
        if file not in self.files:
            real = os.path.realpath(file)
            inside = real.startswith(self.root)
            self.files[file] = (real[len(self.root) :] if inside else real).replace(os.sep, "/")
        return self.files[file]


def position(test):
    """Returns the file and the line of a test's function, or of its doctest."""
    doctest = getattr(test, "_dt_test", None)
    if doctest is not None:
        return doctest.filename, (doctest.lineno or 0) + 1
    function = getattr(test, "_testFunc", None)  # of a FunctionTestCase
    if function is None:
        method = getattr(type(test), test._testMethodName)
        function = getattr(method, "__func__", method)
    code = inspect.unwrap(function).__code__
    return code.co_filename, code.co_firstlineno
