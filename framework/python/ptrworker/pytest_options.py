"""What pytest is told on its command line, and what of the suite's own options is ptr's business."""

import os

import pytest

__unittest = True

# Options of pytest's and of common plugins, with the value that has no effect, the
# option as it is typed, and what does it instead.
PTRS = {
    "numprocesses": (None, "-n (ptr has --workers)"),
    "dist": ("no", "--dist"),
    "tx": ([], "--tx"),
    "looponfail": (False, "--looponfail"),
    "lf": (False, "--lf (ptr has --rerun-failed)"),
    "failedfirst": (False, "--ff (ptr has --rerun-failed)"),
    "newfirst": (False, "--nf"),
    "stepwise": (False, "--stepwise (ptr has --fail-fast)"),
    "maxfail": (0, "--maxfail or -x (ptr has --fail-fast)"),
    "usepdb": (False, "--pdb"),
    "trace": (False, "--trace"),
    "xmlpath": (None, "--junitxml (ptr has --report junit:FILE)"),
    "htmlpath": (None, "--html (ptr has --report html:FILE)"),
    "report_log": (None, "--report-log (ptr has --json)"),
    "pastebin": (None, "--pastebin"),
    "collectonly": (False, "--collect-only (see ptr list)"),
    "setuponly": (False, "--setup-only"),
    "setupshow": (False, "--setup-show"),
    "setupplan": (False, "--setup-plan"),
}

# These take effect before all options are known.
EARLY = {"cov_source": ([], "--cov")}

# Plugins that would have their say on which tests to run, or write files that
# other workers write too.
UNWANTED = ("lfplugin", "nfplugin", "stepwiseplugin")


def arguments(options, paths):
    """Returns pytest's arguments. Later ones win over those in the suite's own configuration."""
    chosen = ["--capture=no"]  # ptr has the output of each test, of those that die, too
    if options.get("pattern"):
        chosen += ["-o", "python_files=" + options["pattern"]]
    if options.get("names"):
        chosen += ["-k", any_of(options["names"])]
    marks = marks_expression(options.get("tags"), options.get("exclude_tags"))
    if marks:
        chosen += ["-m", marks]
    return chosen + paths


def any_of(expressions):
    if len(expressions) == 1:
        return expressions[0]
    return " or ".join("(%s)" % each for each in expressions)


def marks_expression(wanted, unwanted):
    parts = []
    if wanted:
        parts.append("(%s)" % any_of(wanted))
    if unwanted:
        parts.append("not (%s)" % any_of(unwanted))
    return " and ".join(parts)


class Quiet:
    """A plugin that changes options where plugins read them early."""

    def __init__(self, options):
        self.options = options
        self.ignored = []  # options that have lost their effect

    @pytest.hookimpl(tryfirst=True)
    def pytest_load_initial_conftests(self, early_config, args):
        known = early_config.known_args_namespace
        self.ignored += change(known, EARLY)
        if self.options.get("top"):
            raise pytest.UsageError("--top-level-directory is nothing that pytest knows: it has rootdir and pythonpath")
        if self.options.get("settings"):
            if not hasattr(known, "ds"):
                raise pytest.UsageError("--settings needs pytest-django")
            args.insert(0, "--ds=" + self.options["settings"])

    def leave_to_ptr(self, config):
        """Takes the effect from options that are ptr's business."""
        self.ignored += change(config.option, PTRS)


def change(options, table):
    """Sets the options of a table to their values, and returns those that had others, as they are typed."""
    changed = []
    for name, (value, typed) in table.items():
        if getattr(options, name, value) not in (value, None):
            setattr(options, name, value)
            changed.append(typed)
    return changed


def silence(config):
    """Has what pytest prints of its progress go nowhere, and plugins not interfere."""
    for name in UNWANTED:
        if config.pluginmanager.hasplugin(name):
            config.pluginmanager.unregister(name=name)
    reporter = config.pluginmanager.get_plugin("terminalreporter")
    if reporter is not None:
        nowhere = open(os.devnull, "w")
        config.add_cleanup(nowhere.close)
        # Plugins use it: it has to be there, whoever reads it.
        reporter._tw = type(reporter._tw)(nowhere)
