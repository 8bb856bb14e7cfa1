"""Runs tests one after the other, and tells what became of each."""

import os
import sys
import time
import unittest
from os import getpid  # not what a test puts there

from ptrworker import leaks, markers, outcomes

__unittest = True


def examine(error):
    from ptrworker import debugger  # it takes its time to import

    debugger.examine(error)


class Runner:
    """Runs the tests of all batches of a process."""

    def __init__(self, pipes, marks, face, now=time.time_ns, clock=time.perf_counter_ns):
        self.pipes = pipes
        self.marks = marks
        self.face = face
        self.now = now
        self.clock = clock
        self.pid = getpid()
        self.number = 0  # of tests that have begun
        self.name = None  # of the test under way
        self.last = None  # of the one before
        self.subtests = {}  # how often a subtest of it was told of
        options = face.settings["options"]
        self.perturbation = face.settings["perturbation"]
        self.result = outcomes.Result(
            options.get("locals", True), options.get("buffer", False), face.settings.get("root") or os.getcwd()
        )
        self.result.on_subtest = self.tell_subtest
        if options.get("pdb"):
            self.result.on_error = examine
        self.leaks = leaks.Leaks(face, self.more_watches()) if face.settings["leaks"] else leaks.NoLeaks()
        face.tell, face.watcher = self.tell, self.leaks
        self.variables = self.looking_closely()
        self.fixtures = face.fixtures(self.result, self.tell_fixture)

    def more_watches(self):
        if not self.face.settings.get("closely"):
            return []
        from ptrworker import leaks_closely

        return leaks_closely.watches()

    def looking_closely(self):
        """Returns the variables to look at, or None."""
        if not self.face.settings.get("closely"):
            return None
        from ptrworker import variables  # few need it

        return variables.Variables(self.face.settings.get("root") or os.getcwd())

    def undo(self, name):
        """Makes a thing what it was before the first test, and reports whether it could."""
        kind, _, rest = name.partition(" ")
        if kind == "variable":
            return self.variables is not None and self.variables.undo(rest)
        return self.leaks.undo(name)

    def approach(self, name):
        """Tears down what the test that comes next does not share, and tells what that does."""
        self.name = self.last
        try:
            test = self.load(name)
            if test is not None and self.fixtures.changes(test):
                self.leave(test)
            self.tell_changes()
        finally:
            self.name = None

    def run(self, names):
        for name in names:
            if self.pipes.broken:
                return  # nobody wants to know
            self.run_one(name)

    def run_one(self, name):
        # Once it has run, nothing here may keep the test alive: what it
        # holds goes with it, such as open files.
        test = self.load(name)
        if test is not None and self.fixtures.changes(test):
            self.leave(test)
        self.begin(name)
        began = self.clock()
        outcome = self.outcome_of(test)
        ns = self.clock() - began
        del test
        self.end(outcome, ns)

    def load(self, name):
        """Returns the test of this name.

        A module is imported while no fixtures are set up: it may look at what
        they change, such as settings, and finds them as they were when the
        suite was listed.
        """
        if self.face.imports(name):
            self.leave(None)
        return self.face.load([name])[0]

    def outcome_of(self, test):
        if test is None:
            return outcomes.Outcome(outcomes.FAIL, "there is no test of this name any more")
        if self.fixtures.changes(test):
            self.enter(test)
        failed = self.fixtures.failed()
        if failed is not None:
            return failed
        try:
            test(self.result)
        except BaseException as err:  # KeyboardInterrupt, or a run method of the suite's own
            self.result.addError(test, (type(err), err, err.__traceback__))
        return self.result.take()

    def enter(self, test):
        """Sets up what the test shares with those that follow it."""
        self.leaks.before_fixtures()
        self.fixtures.enter(test)
        self.end_child(outcomes.PASSED)
        self.leaks.after_fixtures(unittest.util.strclass(type(test)))

    def leave(self, test):
        """Tears down what the test, or None for the end, does not share."""
        self.fixtures.leave(test)
        for owner, what, text in self.leaks.after_tear_down():
            self.pipes.send("leak", test=owner, what=what, text=text)

    def begin(self, name):
        self.number += 1
        self.name = name
        self.subtests.clear()
        if self.variables is not None:
            self.variables.take_in()
        self.perturbation.begin_test()
        self.marks.begin(self.number)
        self.pipes.send("begin", test=name, at=self.now())

    def end(self, outcome, ns):
        self.end_child(outcome)
        for what, text in self.leaks.after_test():
            self.pipes.send("leak", test=self.name, what=what, text=text)
        self.tell_changes()
        self.marks.end(self.number)
        self.pipes.send("attempt", test=self.name, **outcome.members(ns))
        self.last, self.name = self.name, None

    def tell_changes(self):
        if self.variables is not None:
            for name, old, new in self.variables.changes():
                self.pipes.send("change", test=self.name, name=name, old=old, new=new)

    def end_child(self, outcome):
        """Ends a process that a test forked and let return, which would go on with the suite."""
        if getpid() == self.pid:
            return
        failed = outcome.outcome == outcomes.FAIL
        if failed:
            try:
                sys.stderr.write(outcome.text)
            except Exception:
                pass  # whatever the test has left there
        markers.flush_streams()
        os._exit(1 if failed else 0)

    def tell(self, type, **members):
        """Sends a message about the test under way; outside of one, nothing."""
        if self.name is not None:
            self.pipes.send(type, test=self.name, **members)

    def tell_subtest(self, subtest, outcome):
        if self.name is None:
            return
        name = "%s %s" % (self.name, description(subtest))
        count = self.subtests[name] = self.subtests.get(name, 0) + 1
        self.pipes.send(
            "attempt",
            test=name if count == 1 else "%s#%d" % (name, count),
            parent=self.name,
            **outcome.members(0),
        )

    def tell_fixture(self, name, outcome):
        if outcome.outcome != outcomes.FAIL:
            return  # a tear-down that skips itself
        self.pipes.send(
            "fixture", name=name, outcome=outcome.outcome, failure=outcome.failure, text=outcome.text
        )

    def close(self):
        """Tears down what the last test shared."""
        self.leave(None)


def description(subtest):
    """Returns what tells a subtest from others of its test, such as "(i=3)"."""
    try:
        return subtest._subDescription()
    except Exception as err:
        return "(its parameters cannot be shown: %s)" % type(err).__name__
