"""What tests leave behind in the process.

Every test is looked at, so what is asked each time has to be cheap; only a
difference is looked into. What is different stays so: it is told once, of the
test that made it.
"""

from ptrworker import leaks_process, leaks_python

__unittest = True


class NoLeaks:
    """Looks for nothing."""

    def before_fixtures(self):
        pass

    def after_fixtures(self, name):
        pass

    def after_tear_down(self):
        return ()

    def after_test(self):
        return ()

    def pause(self):
        pass

    def resume(self):
        pass

    def forget(self):
        pass


class Leaks:
    """Compares what there is before and after each test, and around the fixtures of a class.

    A leak is a pair: what kind of thing it is, and a text that names it.
    """

    def __init__(self, face):
        self.face = face
        self.watches = [
            leaks_process.OpenFiles(face.descriptors),
            leaks_process.ChildProcesses(),
            leaks_process.WorkingDirectory(),
            leaks_process.Environment(),
            leaks_python.Threads(),
            leaks_python.Modules(),
            leaks_python.WarningsFilters(),
        ]
        self.seen = self.states()
        self.before = self.seen  # the fixtures of the current class
        self.made = []  # by those fixtures, to be gone when they are torn down
        self.owner = ""
        self.aside = []  # the states in which stretches began that still last; see pause
        self.clear()
        list(face.leaks())  # what was there before the first test is nobody's

    def before_fixtures(self):
        self.before = self.states()

    def after_fixtures(self, name):
        """name is that of the fixtures, such as "setUpClass (shop.tests.Orders)"."""
        self.owner = name
        self.seen = self.states()
        self.made = self.differences(self.before, self.seen)

    def after_tear_down(self):
        """Returns the leaks that the last fixtures made and have not taken away."""
        if not self.made:
            return []
        made, self.made = self.made, []
        still = self.differences(self.before, self.states())
        return [leak for leak in still if leak in made]

    def after_test(self):
        """Returns the leaks of the test that has just run."""
        before, self.seen = self.seen, self.states()
        found = []
        if not equal(before, self.seen):
            found = self.differences(before, self.seen)
            for index, watch in enumerate(self.watches):
                if watch.put_back(before[index]):
                    self.seen[index] = watch.state()
        found = [leak for leak in found if leak not in self.excused] + self.told + list(self.face.leaks())
        self.clear()
        return found

    def pause(self):
        """Begins a stretch of a test in which what happens is not its own doing."""
        self.told += self.face.leaks()
        now, (began, ended) = self.states(), self.over
        # One that follows another at once is the same: together they may have
        # changed something from one value to another.
        self.aside.append(began if equal(now, ended) else now)

    def resume(self):
        """Ends that stretch."""
        self.over = (self.aside.pop(), self.states())
        self.excused += self.differences(*self.over)
        list(self.face.leaks())

    def forget(self):
        """Has nobody charged with what has happened since the last test."""
        self.seen = self.states()
        list(self.face.leaks())
        self.clear()

    def clear(self):
        self.over = (None, None)  # the states around the last stretch
        self.excused = []  # what came about in one
        self.told = []  # by the face, before one

    def states(self):
        return [watch.state() for watch in self.watches]

    def differences(self, before, after):
        return [
            (watch.what, text)
            for watch, old, new in zip(self.watches, before, after)
            if not equal(old, new)
            for text in watch.differences(old, new)
        ]


def equal(old, new):
    """Compares states, which hold objects of the tests: their comparison may raise."""
    try:
        return old == new
    except Exception:
        return False
