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


class Leaks:
    """Compares what there is before and after each test, and around the fixtures of a class.

    A leak is a pair: what kind of thing it is, and a text that names it.
    """

    def __init__(self, face):
        self.watches = [
            leaks_process.OpenFiles(face.descriptors),
            leaks_process.ChildProcesses(),
            leaks_process.WorkingDirectory(),
            leaks_process.Environment(),
            leaks_python.Threads(),
            leaks_python.Modules(),
            leaks_python.WarningsFilters(),
            *face.watches(),
        ]
        self.seen = self.states()
        self.before = self.seen  # the fixtures of the current class
        self.made = []  # by those fixtures, to be gone when they are torn down
        self.owner = ""
        self.aside = []  # states when stretches of the test under way began that are not its own
        self.excused = []  # what came about in those

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
        if not watch.equal(before, self.seen):
            found = self.differences(before, self.seen)
            for index, each in enumerate(self.watches):
                if each.put_back(before[index]):
                    self.seen[index] = each.state()
        excused, self.excused = self.excused, []
        return [leak for leak in found if leak not in excused]

    def pause(self):
        """Begins a stretch of a test in which what happens is not its own doing."""
        self.aside.append(self.states())

    def resume(self):
        """Ends that stretch."""
        self.excused += self.differences(self.aside.pop(), self.states())

    def forget(self):
        """Has nobody charged with what has happened since the last test."""
        self.seen, self.excused = self.states(), []

    def states(self):
        return [each.state() for each in self.watches]

    def differences(self, before, after):
        return [
            (each.what, text)
            for each, old, new in zip(self.watches, before, after)
            if not watch.equal(old, new)
            for text in each.differences(old, new)
        ]
