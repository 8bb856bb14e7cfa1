"""What the worker's core asks of a face, which knows one kind of suite."""

import importlib

from ptrworker import fixtures, places

__unittest = True


class Found:
    """A test that was found: a unittest.TestCase object, or what behaves like one."""

    __slots__ = ("test", "kind", "group", "loose")

    def __init__(self, test, kind="test", group=None, loose=False):
        self.test = test
        self.kind = kind
        self.loose = loose  # a long group of such tests may be cut apart all the same
        # None: the test's class. Tests of one non-empty group share set-up
        # and are never cut apart.
        self.group = class_name(type(test)) if group is None else group


class Problem:
    """Something about a listing that its reader has to know.

    what is "label" (nothing goes by the name; names are the nearest ones),
    "import" (the module of this name could not be imported), "option" (that of
    the suite's own runner has no effect here) or "settings" (Django's are missing;
    names are modules that may be them).
    """

    __slots__ = ("what", "name", "text", "names")

    def __init__(self, what, name, text, names=()):
        self.what = what
        self.name = name
        self.text = text
        self.names = list(names)


class Unfit(Exception):
    """The suite's own runner would not run it, either; the text says why, and is all that is to be said."""


class Listing:
    """What discover found: tests in order, problems, and what later processes want to know."""

    def __init__(self, tests=(), problems=(), inventory=None):
        self.tests = list(tests)
        self.problems = list(problems)
        # Anything that JSON can hold; later processes find it in
        # settings["inventory"].
        self.inventory = {} if inventory is None else inventory


class Face:
    """Base of the faces. One object serves for the whole of a process.

    settings has the members "face", "root", "options" (a dict), "inventory"
    (that of an earlier listing, or an empty dict), "leaks", "seed" and "perturbation"
    (a perturb.Perturbation).
    """

    # The kinds of test, in the order in which a process runs them. It never
    # goes back to an earlier one.
    kinds = ("test",)

    def __init__(self, settings):
        self.settings = settings
        self.watcher = None  # the core puts the Leaks of the process here

    def tell(self, type, **members):
        """Sends a message about the test that is under way, such as "statement".

        The core puts its own function here, which adds the member "test" and
        may be called by any thread. Outside of a test nothing is sent.
        """

    def notice(self, what, text):
        """Tells something about the suite that its user should know; what is as of Problem, or "check".

        The core puts its own function here. It may be called in begin.
        """

    def describe(self):
        """Returns {"name": ..., "settings": {"versions": {...}, "databases": [...]}}.

        The values of settings may be anything that JSON can hold.
        """
        raise NotImplementedError

    def discover(self, labels):
        """Returns the Listing of all tests that the labels mean; of all if there are none."""
        raise NotImplementedError

    def load(self, names):
        """Returns a list parallel to names of fresh tests, with None where there is none.

        Names are those of a listing: test.id(), which the core has made
        unique by "#2", "#3" and so on. It imports only what they need.
        """
        raise NotImplementedError

    def imports(self, name):
        """Reports whether load imports a module for the test of this name.

        Then the fixtures of the test before are torn down first.
        """
        return False

    def begin(self):
        """Comes before the first test of the process."""

    def end(self):
        """Comes after the last, when all fixtures are torn down."""

    def close(self):
        """Comes at the end of each process, also of one that has run no test."""

    def warm(self):
        """Comes after discover in a process that is to be forked: what may be done once for all forks."""

    def forked(self, settings):
        """Comes in a process that was forked from one that has called discover, before all else.

        settings are its own; so are the variables of its environment.
        """
        self.settings = settings

    def position(self, test):
        """Returns the file and the line that a test is in."""
        return places.position(test)

    def fixtures(self, result, tell):
        """Returns what sets up and tears down what tests share; see fixtures.Fixtures.

        tell is called with the name and the Outcome of what fails outside of tests.
        """
        made = fixtures.Fixtures(result, tell)
        result.on_fixture = made.add
        return made

    def watches(self):
        """Returns a watch.Watch for each kind of leak that only the face can see.

        Asked for once, after begin, if settings["leaks"] is set.
        """
        return []

    def descriptors(self):
        """Returns the open file descriptors that belong to the face, and are no leaks."""
        return ()


FACES = {
    "unittest": "UnittestFace",
    "django": "DjangoFace",
    "runtests": "RuntestsFace",
    "pytest": "PytestFace",
}


def make(settings):
    """Returns the face that the settings name. It raises ValueError if there is none."""
    name = settings.get("face")
    if name not in FACES:
        raise ValueError("unknown face %r; there are %s" % (name, ", ".join(FACES)))
    module = importlib.import_module("ptrworker.face_" + name)
    return getattr(module, FACES[name])(settings)


def class_name(cls):
    """Returns the name by which a class is grouped: "module.Class"."""
    return "%s.%s" % (cls.__module__, cls.__qualname__)
