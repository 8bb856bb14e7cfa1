"""The variables of a suite's own modules, and of their classes: what tests change in them.

Looking at all of them takes its time. It is done for who looks closely. What names of
other modules stand for is looked at by bindings.py.
"""

import collections
import itertools
import os
import sys
import types
import unittest

from ptrworker import bindings, imported

__unittest = True

LONGEST = 2000  # letters of one variable
LONG = 240  # letters, above which what is the same before and after is left out
MOST_ELEMENTS = 64
DEEPEST = 6
MOST_OBJECTS = 100000  # that are kept of one variable

SCALARS = (bool, int, float, complex, str, bytes, type(None))
CONTAINERS = (list, dict, set, collections.deque)
CONSTANTS = (tuple, frozenset)
FOREIGN = (os.sep + "site-packages" + os.sep, os.sep + "dist-packages" + os.sep)


class Variables:
    """What the variables are, as text, and what they were in the beginning."""

    def __init__(self, root):
        self.root = os.path.join(os.path.realpath(root), "")
        self.modules = {}  # by name
        self.met = {}  # the place where an object was met first, and itself, by its id
        self.texts = {}
        self.kept = {}
        self.bindings = bindings.Bindings(self.met)
        imported.follow(lambda name: self.take_in([name]))

    def take_in(self, names=None):
        """Takes in modules, or all that were imported since, and what is in them."""
        names = list(sys.modules if names is None else names)
        new = [name for name in names if name not in self.modules and self.owns(sys.modules.get(name))]
        for name in new:
            self.modules[name] = sys.modules[name]
        for name in new:
            for place, owner, key, value in self.places(name):
                self.texts[place] = self.text(value)
                self.kept[place] = self.keep(owner, key, value)
        self.bindings.take_in(names, self.modules)

    def changes(self):
        """Yields name, old text and new text of what was changed since the last look."""
        bound = {place: (old, new) for place, old, new in self.bindings.changes()}
        for place, old, new in self.own_changes():
            # Of a func that became a value, or the other way round, only the value is known here.
            was, now = bound.pop(place, (old, new))
            yield place, old or was, new or now
        for place, (old, new) in bound.items():
            yield place, old, new

    def own_changes(self):
        now = {}
        for name in self.modules:
            for place, _, _, value in self.places(name):
                now[place] = self.text(value)
        before, self.texts = self.texts, now
        for place in sorted(set(before) | set(now)):
            if before.get(place) != now.get(place):
                yield place, *abridged(before.get(place, ""), now.get(place, ""))

    def undo(self, place):
        """Makes a variable what it was in the beginning, and reports whether it could."""
        if place in self.kept:
            steps = self.kept[place]
            for step in steps or ():
                step()
            return steps is not None
        return self.bindings.undo(place)

    def owns(self, module):
        file = getattr(module, "__file__", None)
        if not isinstance(file, str):
            return False
        file = os.path.realpath(file)
        return file.startswith(self.root) and not any(part in file for part in FOREIGN)

    def places(self, name):
        """Yields name, owner, key and value of all variables of a module."""
        module = self.modules[name]
        for key, value in list(vars(module).items()):
            if key.startswith("__") or isinstance(value, types.ModuleType):
                continue
            if isinstance(value, type):
                if value.__module__ == name:
                    yield from self.attributes(name, value)
            elif is_cache(value) or not callable(value) or self.is_own(value):
                place = "%s.%s" % (name, key)
                # What other modules have imported is told of once.
                if isinstance(value, SCALARS) or self.met.setdefault(id(value), (place, value))[0] == place:
                    yield place, module, key, value

    def attributes(self, name, owner):
        is_test = issubclass(owner, unittest.TestCase)
        for key, value in list(vars(owner).items()):
            if is_test and key in bindings.CHANGING:
                continue
            if not key.startswith("__") and isinstance(value, SCALARS + CONTAINERS + CONSTANTS):
                yield "%s.%s.%s" % (name, owner.__qualname__, key), owner, key, value

    def is_own(self, value):
        """Reports whether a value is an instance of a class of the suite's own."""
        return type(value).__module__ in self.modules and hasattr(value, "__dict__")

    def text(self, value):
        return "".join(itertools.islice(self.write(value, set(), 0), LONGEST))[:LONGEST]

    def write(self, value, seen, depth):
        """Yields the pieces of a value's text."""
        if isinstance(value, SCALARS):
            yield repr(value)[:LONGEST]
        elif is_cache(value):
            yield "a cache of %d" % value.cache_info().currsize
        elif id(value) in seen or depth > DEEPEST:
            yield "..."
        elif isinstance(value, dict):
            yield from self.several(sorted_pairs(value), "{", "}", seen | {id(value)}, depth)
        elif isinstance(value, (set, frozenset)):
            yield from self.several(sorted(value, key=repr_of), "{", "}", seen | {id(value)}, depth)
        elif isinstance(value, (list, tuple, collections.deque)):
            yield from self.several(value, "[", "]", seen | {id(value)}, depth)
        elif self.is_own(value):
            yield type(value).__name__
            yield from self.several(sorted_pairs(vars(value)), "(", ")", seen | {id(value)}, depth)
        else:
            yield "<%s at %x>" % (type(value).__name__, id(value))

    def several(self, values, begin, end, seen, depth):
        yield begin
        for number, value in enumerate(values):
            if number:
                yield ", "
            if number == MOST_ELEMENTS:
                yield "%d in all" % len(values)
                break
            if isinstance(value, Pair):
                yield from self.write(value.key, seen, depth + 1)
                yield ": "
                value = value.value
            yield from self.write(value, seen, depth + 1)
        yield end

    def keep(self, owner, key, value):
        """Returns steps that make all that a variable leads to what it is; None if it is too much."""
        steps = [lambda: setattr(owner, key, value)]
        seen = set()
        pending = [value]
        while pending:
            value_now = pending.pop()
            if id(value_now) in seen:
                continue
            seen.add(id(value_now))
            pending.extend(self.kept_in(value_now, steps))
            if len(steps) > MOST_OBJECTS:
                return None
        return steps

    def kept_in(self, value, steps):
        """Adds the step for what one object has in it, and returns that."""
        if isinstance(value, (dict, set)):
            copy = value.copy()
            steps.append(lambda: (value.clear(), value.update(copy)))
            return list(copy.values()) if isinstance(value, dict) else []
        if isinstance(value, (list, collections.deque)):
            copy = list(value)
            steps.append(lambda: (value.clear(), value.extend(copy)))
            return copy
        if isinstance(value, tuple):
            return list(value)
        if is_cache(value):
            if value.cache_info().currsize == 0:
                steps.append(value.cache_clear)
        elif self.is_own(value):
            copy = vars(value).copy()
            steps.append(lambda: (vars(value).clear(), vars(value).update(copy)))
            return list(copy.values())
        return []


def abridged(old, new):
    """Returns the two texts of a variable or, where they are long, what only the one has, and only the other."""
    if not old or not new or len(old) + len(new) < LONG:
        return old, new
    gone, come = ", ".join(missing(old, new)), ", ".join(missing(new, old))
    if not gone and not come:
        return old, new
    return "with " + gone if gone else "without " + come, "with " + come if come else "without " + gone


def missing(text, other):
    """Returns the elements of a text that the other lacks; not those that are only beyond its end, if it was cut."""
    found, there = elements(text), elements(other)
    if len(other) == LONGEST:
        while found and found[-1] not in there:
            found.pop()
    return [each for each in found if each not in there]


def elements(text):
    """Returns the parts of a text as write makes it."""
    if text[:1] + text[-1:] in ("{}", "[]"):
        text = text[1:-1]
    return text.split(", ")


class Pair:
    def __init__(self, key, value):
        self.key, self.value = key, value



def sorted_pairs(values):
    return [Pair(key, values[key]) for key in sorted(values, key=repr_of)]


def repr_of(value):
    try:
        return repr(value)
    except Exception:
        return ""


def is_cache(value):
    cls = type(value)  # a mock has every attribute
    return callable(getattr(cls, "cache_info", None)) and callable(getattr(cls, "cache_clear", None))
