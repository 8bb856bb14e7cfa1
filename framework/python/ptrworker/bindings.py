"""What the names of all modules and classes stand for: those that tests bind to something else.

A patch that nobody stops, an attribute that is added to a library, an entry in a
registry of its. Of what the names stand for only containers are looked into, and
not far: the suite's own variables are looked at by variables.py.
"""

import collections
import sys
import types

from ptrworker import frames

__unittest = True

CONTAINERS = (dict, list, set, collections.OrderedDict, collections.defaultdict, collections.deque)
MOST_ELEMENTS = 20000  # of a container that is looked into
MISSING = object()

# Modules that keep books of what the interpreter and the runners do, whatever the tests.
BOOKKEEPERS = (
    "_frozen_importlib", "_frozen_importlib_external", "_pytest", "_strptime", "_weakrefset", "abc", "asgiref", "atexit",
    "codecs", "copyreg", "encodings", "functools", "gc", "importlib", "inspect", "linecache", "pluggy", "pytest", "ptrworker",
    "nt", "pkgutil", "posix", "re", "sre_compile", "sre_parse", "tblib", "threading", "tokenize", "traceback", "typing", "unittest", "weakref", "zipimport",
)  # fmt: skip

# Names that the interpreter and Django bind anew by themselves.
CHANGING = (
    "_abc_impl", "_class_cleanups", "_classSetupFailed", "_ensure_durability", "_meta", "cls_atomics", "creation_counter", "databases", "last_exc", "last_traceback", "last_type",
    "last_value", "meta_path", "modules", "outbox", "path_importer_cache", "tearDown_exceptions",
)  # fmt: skip


class Space:
    """The names of one module or class.

    looks_into tells by a place and its value whether that is to be looked into here.
    """

    def __init__(self, name, owner, looks_into):
        self.name = name
        self.owner = owner
        self.looks_into = looks_into
        self.first = self.last = self.names()
        self.held = self.filled(self.first)
        self.held_first = {key: (value, copy_of(value)) for key, (value, _) in self.held.items()}

    def names(self):
        return dict(vars(self.owner))

    def filled(self, names):
        """Returns the containers and what is in them."""
        return {
            key: (value, copy_of(value))
            for key, value in names.items()
            if type(value) in CONTAINERS
            and len(value) <= MOST_ELEMENTS
            and is_looked_at(key, value)
            and self.looks_into("%s.%s" % (self.name, key), value)
        }

    def changes(self):
        """Yields key, old value and new value of what was bound or filled since the last look."""
        names = self.names()
        for key, (value, content) in self.held.items():
            if names.get(key) is value and not same_content(content, value):
                self.held[key] = value, copy_of(value)
                yield (key, *difference(content, value))
        if not same(self.last, names):
            before, self.last = self.last, names
            for key in before.keys() | names.keys():
                old, new = before.get(key, MISSING), names.get(key, MISSING)
                if old is not new and is_looked_at(key, new) and is_looked_at(key, old):
                    yield key, text(old), text(new)
            self.held = self.filled(names)

    def undo(self, key):
        """It raises KeyError if there never was such a name."""
        if key not in self.first:
            vars(self.owner)[key]
        if self.first.get(key, MISSING) is not vars(self.owner).get(key, MISSING):
            if key in self.first:
                setattr(self.owner, key, self.first[key])
            else:
                delattr(self.owner, key)
        if key in self.held_first:
            refill(*self.held_first[key])
        self.last = self.names()
        self.held = self.filled(self.last)


class Bindings:
    """All spaces there are, by the name of what they belong to.

    met has the place where an object was met first, and itself, by its id: what other
    modules have imported is looked into once.
    """

    def __init__(self, met):
        self.met = met
        self.modules = set()  # by name, those that are taken in
        self.spaces = {}

    def take_in(self, names, own):
        """Takes in modules and their classes, unless they are known. Those of own are not looked into."""
        for name in names:
            module = sys.modules.get(name)
            if name in self.modules or not isinstance(module, types.ModuleType):
                continue
            self.modules.add(name)
            if name.partition(".")[0] in BOOKKEEPERS or name == "__main__":
                continue
            looks_into = self.met_here if name not in own else lambda place, value: False
            self.add(name, module, looks_into)
            for value in list(vars(module).values()):
                if isinstance(value, type) and getattr(value, "__module__", None) == name:
                    self.add("%s.%s" % (name, value.__qualname__), value, looks_into)

    def met_here(self, place, value):
        return self.met.setdefault(id(value), (place, value))[0] == place

    def add(self, name, owner, looks_into):
        try:
            self.spaces[name] = Space(name, owner, looks_into)
        except Exception:
            pass  # what it has cannot be looked at

    def changes(self):
        """Yields name, old text and new text of what was changed since the last look."""
        for space in self.spaces.values():
            for key, old, new in space.changes():
                yield "%s.%s" % (space.name, key), old, new

    def undo(self, place):
        """Makes a name what it was in the beginning, and reports whether it could."""
        owner, _, key = place.rpartition(".")
        if owner not in self.spaces:
            return False
        try:
            self.spaces[owner].undo(key)
        except Exception:
            return False
        return True


def is_looked_at(key, value):
    """Leaves out what imports and the interpreter bind."""
    return not (isinstance(value, types.ModuleType) or key.startswith("__") or key in CHANGING or is_test_data(value))


def is_test_data(value):
    """Reports whether Django has wrapped what setUpTestData has made for a class."""
    return type(value).__name__ == "TestData" and type(value).__module__ == "django.test.testcases"


def same(old, new):
    """Compares by identity: what is in there may have an equality of its own."""
    return len(old) == len(new) and all(map(is_same, old.items(), new.items()))


def is_same(old, new):
    return old[0] is new[0] and old[1] is new[1]


def copy_of(value):
    return dict(value) if isinstance(value, dict) else list(value)


def same_content(copy, value):
    try:
        if isinstance(value, dict):
            return same(copy, value)
        return len(copy) == len(value) and all(old is new for old, new in zip(copy, value))
    except RuntimeError:
        return True  # another thread writes to it just now


def refill(value, copy):
    value.clear()
    if isinstance(value, (dict, set)):
        value.update(copy)
    else:
        value.extend(copy)


def difference(old, new):
    """Returns texts of what only the one has, and only the other."""
    if isinstance(new, dict):
        gone = {key: value for key, value in old.items() if new.get(key, MISSING) is not value}
        come = {key: value for key, value in new.items() if old.get(key, MISSING) is not value}
    else:
        was, now = {id(each) for each in old}, {id(each) for each in new}
        gone, come = [each for each in old if id(each) not in now], [each for each in new if id(each) not in was]
    if not gone and not come:
        return "in one order", "in another"
    before = "with " + text(gone) if gone else "without " + text(come)
    return before, "with " + text(come) if come else "without " + text(gone)


def text(value):
    return "" if value is MISSING else frames.bounded_repr(value)
