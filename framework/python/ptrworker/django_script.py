"""The script by which a reusable app runs its tests, such as runtests.py: it chooses settings, labels and a runner."""

import contextlib
import os
import sys

from ptrworker import django_project, django_unset

__unittest = True

NAMES = ("runtests.py", "run_tests.py")

# What a runner may have been given, by the names that ptr's own options have for it.
OPTIONS = {"pattern": "pattern", "top": "top_level", "tags": "tags", "exclude_tags": "exclude_tags"}


class Choice:
    """What a script has asked Django's runners for, in all of its calls."""

    def __init__(self, script):
        self.script = script
        self.labels = []
        self.runner = None  # the class that ran first, if it is not for the settings to say
        self.options = {}
        self.asked = False

    def take(self, labels, options, runner):
        if not self.asked:
            self.asked, self.runner = True, runner
            chosen = {mine: options.get(theirs) for mine, theirs in OPTIONS.items()}
            self.options = {mine: value for mine, value in chosen.items() if value}
        self.labels += [label for label in labels or ["."] if label not in self.labels]

    def add_to(self, options):
        """Returns the options that were typed, with what the script has chosen where they say nothing."""
        typed = {name: value for name, value in options.items() if value}
        chosen = {name: sorted(value) if isinstance(value, set) else value for name, value in self.options.items()}
        return {**options, **chosen, **typed}


def find(root):
    """Returns the path of the script in the folder, or None."""
    paths = [os.path.join(root, name) for name in NAMES]
    return next(filter(os.path.exists, paths), None)


def run(script):
    """Runs a script as `__main__`, and returns its Choice.

    It gets to its end, since it may run one part of its tests after the other:
    to it all of them pass at once.
    """
    from django.core.exceptions import ImproperlyConfigured

    choice = Choice(script)
    sys.argv = [os.path.basename(script)]
    with runners_that_only_tell(choice):
        try:
            django_project.run_script(script, "__main__")
        except SystemExit as err:
            if not choice.asked:
                raise django_project.ProjectError("%s ended with %r before it ran tests" % (script, err.code)) from err
        except ImproperlyConfigured as err:
            raise without_settings(script, err) from None
    if not choice.asked:
        raise django_project.ProjectError("%s has Django run no tests" % script)
    return choice


def without_settings(script, error):
    """Returns a ProjectError where the script has left it to others to name settings, else the error itself."""
    from django.conf import settings

    if settings.configured:
        return error
    near = " or ".join(django_unset.likely(os.path.dirname(script)))
    return django_project.ProjectError(
        "settings are not configured: %s names none%s" % (script, near and ", they may be " + near)
    )


@contextlib.contextmanager
def runners_that_only_tell(choice):
    """Has the command test, and runners that are called without it, tell the choice what they were to run."""
    from django.core.management.commands.test import Command
    from django.test.runner import DiscoverRunner

    def handle(command, *labels, **options):
        choice.take(labels, options, None)

    def run_tests(runner, test_labels=(), *args, **kwargs):
        choice.take(test_labels, vars(runner), type(runner))
        return 0

    originals = Command.handle, DiscoverRunner.run_tests
    Command.handle, DiscoverRunner.run_tests = handle, run_tests
    try:
        yield
    finally:
        Command.handle, DiscoverRunner.run_tests = originals
