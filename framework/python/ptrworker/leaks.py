"""What tests leave behind in the process.

Every test is looked at, so what is asked each time has to be cheap; only a
difference is looked into. What is different stays so: it is told once, of the
test that made it.
"""

from ptrworker import leaks_process, leaks_python, watch

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

    def undo(self, name):
        return False


class Leaks:
    """Compares what there is before and after each test, and around the fixtures of a class.

    A leak is a pair: what kind of thing it is, and a text that names it.
    """

    def __init__(self, face, more=()):
        self.watches = [
            leaks_process.OpenFiles(face.descriptors),
            leaks_process.ChildProcesses(),
            leaks_process.WorkingDirectory(),
            leaks_process.Timer(),
            leaks_process.Environment(),
            leaks_python.Threads(),
            leaks_python.Modules(),
            leaks_python.WarningsFilters(),
            *face.watches(),
            *more,
        ]
        self.seen = self.first = self.states()
        self.before = self.seen  # the fixtures of the current class
        self.made = []  # by those fixtures, to be gone when they are torn down
        self.owner = ""
        self.aside = []  # the states in which stretches began that still last; see pause
        self.over = (None, None)  # the states around the last stretch that is over
        self.excused = []  # what came about in any

    def before_fixtures(self):
        self.before = self.states()

    def after_fixtures(self, name):
        """name is that of the class, such as "shop.tests.Orders"."""
        self.owner = name
        self.seen = self.states()
        self.made = self.differences(self.before, self.seen)

    def after_tear_down(self):
        """Returns the leaks that the last fixtures made, with the fixture: in set-up, and not taken away, or now."""
        now = self.states()
        if not self.owner or not self.made and watch.equal(self.seen, now):
            return []
        owner, made, self.owner, self.made = self.owner, self.made, "", []
        new = self.differences(self.seen, now)
        still = self.differences(self.before, now)
        self.seen = now
        return [("setUpClass (%s)" % owner, *leak) for leak in still if leak in made] + [
            ("tearDownClass (%s)" % owner, *leak) for leak in still if leak in new and leak not in made
        ]

    def after_test(self):
        """Returns the leaks of the test that has just run."""
        before, self.seen = self.seen, self.states()
        found = []
        if not watch.equal(before, self.seen):
            found = self.differences(before, self.seen)
            for index, each in enumerate(self.watches):
                if each.put_back(before[index]):
                    self.seen[index] = each.state()
        found = [leak for leak in found if leak not in self.excused]
        self.over, self.excused = (None, None), []
        return found

    def pause(self):
        """Begins a stretch of a test in which what happens is not its own doing."""
        now, (began, ended) = self.states(), self.over
        # One that follows another at once is the same: together they may have
        # changed something from one value to another.
        self.aside.append(began if watch.equal(now, ended) else now)

    def resume(self):
        """Ends that stretch."""
        self.over = (self.aside.pop(), self.states())
        self.excused += self.differences(*self.over)

    def forget(self):
        """Has nobody charged with what has happened since the last test."""
        self.seen, self.over, self.excused = self.states(), (None, None), []

    def undo(self, name):
        """Makes what a leak is of what it was in the beginning, and reports whether it could."""
        for each, first in zip(self.watches, self.first):
            if name == each.what or name.startswith(each.what + " "):
                done = each.undo(first, name[len(each.what) + 1 :])
                self.seen = self.states()
                return done
        return False

    def states(self):
        return [each.state() for each in self.watches]

    def differences(self, before, after):
        return [
            (each.what, text)
            for each, old, new in zip(self.watches, before, after)
            if not watch.equal(old, new)
            for text in each.differences(old, new)
        ]
