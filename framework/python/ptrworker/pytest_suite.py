"""pytest as a library: configured once, its tests collected, one run after the other."""

import glob
import os
import sys
import warnings

import pytest
from _pytest import config as pytest_config

from ptrworker import exceptions, failures, outcomes, pytest_hooks, pytest_labels, pytest_options
from ptrworker.pytest_errors import explained

__unittest = True


class Suite:
    """A configuration of pytest's, and a session of it.

    What is called here and is none of pytest's public interface is what
    `pytest.main` does step by step, unchanged from pytest 6 to 8.
    """

    def __init__(self, root, options, paths, plugins):
        self.root = root
        self.finished = False
        self.last = None  # the item that ran last
        self.recorder = Recorder(root, options.get("locals", True))
        arguments = pytest_options.arguments(options, paths)
        quiet = pytest_options.Quiet(options)
        with explained():
            self.config = pytest_config._prepareconfig(arguments, [quiet, self.recorder, *plugins])
            quiet.leave_to_ptr(self.config)
            self.ignored = quiet.ignored
            self.config._do_configure()
            pytest_options.silence(self.config)
            self.session = pytest.Session.from_config(self.config)
            self.config.hook.pytest_sessionstart(session=self.session)

    def rootpath(self):
        return str(self.config.rootpath)

    def targets(self, labels):
        return pytest_labels.Targets(labels, self.root, self.rootpath())

    def collect(self, targets):
        """Returns pytest's items, in its order, and the reports of what could not be collected."""
        self.config.args = targets.paths() or everything(self.config)
        self.recorder.targets = targets
        self.recorder.uncollected = []
        getattr(self.config.pluginmanager, "_duplicatepaths", set()).clear()  # of an earlier collection
        with explained():
            self.config.hook.pytest_collection(session=self.session)
        return list(self.session.items), self.recorder.uncollected

    def run(self, item):
        """Runs a test, and returns the reports on it. Only what is its own is torn down."""
        self.recorder.reports = []
        # pytest tears down what the next test does not share, and the next test
        # is not known yet: this stands for it.
        upcoming = Upcoming.below(item.parent)
        self.last = item
        try:
            self.config.hook.pytest_runtest_protocol(item=item, nextitem=upcoming)
        except BaseException:  # pytest.exit, or Ctrl-C: pytest would end here
            self.tear_down_at_any_rate(item.parent)
            raise
        finally:
            os.environ.pop("PYTEST_CURRENT_TEST", None)  # which pytest leaves there if tear-down fails
        reports, self.recorder.reports = self.recorder.reports, []
        return reports

    def part(self, upcoming, tear_down):
        """Has torn down what an item, or None for the end, does not share with the last.

        Plugins that tear down by themselves what tests share do it when they
        see which test comes next, around pytest's own tear-down or before it.
        """
        if self.last is None:
            tear_down()
            return
        self.recorder.tear_down = tear_down
        try:
            hooks = pytest_hooks.asking_for("nextitem", self.last, "pytest_runtest_teardown", self.recorder)
            hooks(item=self.last, nextitem=upcoming)
        finally:
            self.recorder.tear_down, self.last = None, None

    def set_up(self):
        """Returns the nodes that are set up, the session first."""
        return list(self.session._setupstate.stack)

    def unshared(self, item):
        """Returns those of them that an item, or None for the end, is not below."""
        chain = item.listchain() if item is not None else []
        return [node for at, node in enumerate(self.set_up()) if chain[at : at + 1] != [node]]

    def tear_down(self, node):
        """Tears down all that is set up below a node; with None, the session too."""
        state = self.session._setupstate
        if hasattr(state, "_teardown_towards"):  # before pytest 7
            state._teardown_towards(node.listchain() if node is not None else [])
        else:
            state.teardown_exact(Upcoming.below(node) if node is not None else None)

    def tear_down_at_any_rate(self, node):
        try:
            self.tear_down(node)
        except BaseException:
            pass  # the test has failed anyway

    def finish(self, tell):
        """Ends the session, once. tell is called with the name and the Outcome of what fails."""
        if self.finished:
            return
        self.finished = True
        for name, step in (
            ("pytest_sessionfinish", self.finish_session),
            ("pytest_unconfigure", self.config._ensure_unconfigure),
        ):
            try:
                step()
            except BaseException as err:
                tell(name, outcomes.Outcome(outcomes.FAIL, failures.summary(err), failures.whole(err)))

    def finish_session(self):
        status = 1 if self.session.testsfailed else 0
        self.config.hook.pytest_sessionfinish(session=self.session, exitstatus=status)


class Upcoming(pytest.Item):
    """Stands for the next test, of which is known only what it may share with the one before."""

    @classmethod
    def below(cls, node):
        return cls.from_parent(node, name="(the next test)")

    def runtest(self):
        raise NotImplementedError("it is never run")


class Recorder:
    """A plugin that keeps the reports on what is collected, and on the test under way."""

    def __init__(self, root, show_locals):
        self.root = root
        self.show_locals = show_locals
        self.targets = None
        self.uncollected = []
        self.reports = []
        self.tear_down = None

    def pytest_collectreport(self, report):
        if not report.passed:
            self.uncollected.append(report)

    @pytest.hookimpl(tryfirst=True)
    def pytest_collection_modifyitems(self, config, items):
        dropped = self.targets.choose(items)
        if dropped:
            config.hook.pytest_deselected(items=dropped)

    @pytest.hookimpl(hookwrapper=True)
    def pytest_runtest_makereport(self, item, call):
        made = yield
        if call.excinfo is not None:
            made.get_result().ptr_raised = exceptions.told(call.excinfo.value, self.show_locals, self.root)

    @pytest.hookimpl(trylast=True)
    def pytest_runtest_teardown(self):
        if self.tear_down is not None:
            self.tear_down()

    def pytest_runtest_logreport(self, report):
        self.reports.append(report)

    def pytest_warning_recorded(self, warning_message, when):
        # pytest prints them when all is over; here they belong to the test's output.
        if when == "runtest":
            w = warning_message
            sys.stderr.write(warnings.formatwarning(w.message, w.category, w.filename, w.lineno))


def everything(config):
    """Returns what pytest collects if nothing is named: testpaths, or the folder it is in."""
    paths = []
    if config.invocation_params.dir == config.rootpath:
        for pattern in config.getini("testpaths"):
            paths += sorted(glob.glob(pattern, recursive=True))
    return paths or [str(config.invocation_params.dir)]


def versions(config):
    """Returns the versions of pytest and of the plugins that are installed."""
    found = {"pytest": pytest.__version__}
    for _, distribution in config.pluginmanager.list_plugin_distinfo():
        found[distribution.project_name] = distribution.version
    return found
