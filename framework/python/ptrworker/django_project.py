"""What a Django project is: its settings module, as manage.py chooses it, and its test runner."""

import argparse
import os
import sys
import types
import unittest

from ptrworker import loading

__unittest = True

VARIABLE = "DJANGO_SETTINGS_MODULE"


class ProjectError(Exception):
    """The project cannot be set up; the text says why, and what would help."""


def no_settings(error):
    """Returns a ProjectError if an ImportError says that there is no settings module, else the error itself."""
    name = os.environ.get(VARIABLE, "")
    if not isinstance(error, ModuleNotFoundError) or not error.name or not (name + ".").startswith(error.name + "."):
        return error
    return ProjectError("there is no module %s for the settings: %s" % (name, error))


class HandedOver(BaseException):
    """Ends manage.py where it would have Django run a command.

    It is no Exception, lest a manage.py that catches those goes on.
    """


def import_django():
    """Returns the package django. It raises ProjectError if there is none."""
    try:
        import django
    except ImportError as err:
        raise ProjectError(
            "%s cannot import Django (%s): choose the Python of the project" % (sys.executable, err)
        ) from err
    return django


def has_manage(root):
    return os.path.exists(os.path.join(root, "manage.py"))


def find_settings(root, chosen):
    """Chooses the settings module as `manage.py test` does, and leaves its name in the environment.

    chosen is the one that the user asked for, or "". What else manage.py does
    on its way, such as reading a .env file or extending sys.path, happens too.
    """
    import_django()
    if chosen:
        os.environ[VARIABLE] = chosen
    script = os.path.join(root, "manage.py")
    if has_manage(root):
        run_manage(script)
    if chosen:
        os.environ[VARIABLE] = chosen  # as --settings does, whatever manage.py has set
    if not os.environ.get(VARIABLE):
        raise ProjectError(
            "%s sets no %s: name the settings module, or set the variable" % (script, VARIABLE)
        )
    return os.environ[VARIABLE]


def run_manage(script):
    """Runs manage.py as `__main__` with the argument "test", up to where it would call Django."""
    from django.core import management

    def hand_over(argv=None):
        raise HandedOver

    sys.argv = [os.path.basename(script), "test"]
    original = management.execute_from_command_line
    management.execute_from_command_line = hand_over
    try:
        run_script(script, "__main__")
    except HandedOver:
        pass
    except SystemExit as err:
        raise ProjectError("%s ended with %r before it called Django" % (script, err.code)) from err
    finally:
        management.execute_from_command_line = original
    for name, value in list(vars(sys.modules["__main__"]).items()):
        if value is hand_over:  # imported by name
            setattr(sys.modules["__main__"], name, original)


def run_script(script, name):
    """Runs a script with this for its __name__, as the process's `__main__`, and returns its module."""
    module = main_module(script)
    module.__name__ = name
    with open(script, "rb") as source:
        code = compile(source.read(), script, "exec")
    try:
        exec(code, module.__dict__)
    finally:
        module.__name__ = "__main__"
    return module


def main_module(script):
    """Puts a new, empty module for a script in the place of `__main__`, and returns it.

    A serial run's `__main__` is that script: tests look at its file and its
    missing __spec__, and processes that they spawn import it once more.
    """
    module = types.ModuleType("__main__")
    module.__file__ = script
    module.__spec__ = None
    sys.modules["__main__"] = module
    return module


def runner_class():
    """Returns the class of the project's test runner.

    ptr needs what DiscoverRunner has: a runner that is none has Django's own
    in its place.
    """
    from django.conf import settings
    from django.test.runner import DiscoverRunner
    from django.test.utils import get_runner

    chosen = get_runner(settings)
    if isinstance(chosen, type) and issubclass(chosen, DiscoverRunner):
        return chosen
    sys.stderr.write("TEST_RUNNER %s is no DiscoverRunner: Django's own is used\n" % settings.TEST_RUNNER)
    return DiscoverRunner


def make_runner(cls, options):
    """Makes a runner with the arguments that `manage.py test` gives it, but for what ptr does itself."""
    arguments = default_arguments(cls)
    arguments.update(
        verbosity=0,
        interactive=False,
        failfast=False,
        keepdb=False,
        parallel=1,
        reverse=bool(options.get("reverse")),
        debug_mode=bool(options.get("debug_mode")),
        tags=options.get("tags") or [],
        exclude_tags=options.get("exclude_tags") or [],
    )
    for argument, option in (("pattern", "pattern"), ("top_level", "top")):
        if options.get(option):
            arguments[argument] = options[option]
    if options.get("names"):
        arguments["test_name_patterns"] = options["names"]
    runner = cls(**arguments)
    if type(runner.test_loader) is unittest.TestLoader:
        runner.test_loader = loading.TestLoader()
    return runner


def default_arguments(cls):
    """Returns the values of the options that a runner adds to `manage.py test`, none being given."""
    parser = argparse.ArgumentParser(add_help=False)
    if hasattr(cls, "add_arguments"):
        cls.add_arguments(parser)
    try:
        return vars(parser.parse_args([]))
    except SystemExit as err:
        raise ProjectError("the test runner %s has options that must be given" % cls.__name__) from err


def versions():
    """Returns the versions of what decides how tests end: Python, Django, drivers of databases."""
    import django
    import sqlite3

    found = {
        "python": "%d.%d.%d" % sys.version_info[:3],
        "django": django.get_version(),
        "sqlite": sqlite3.sqlite_version,
    }
    for name in ("psycopg2", "psycopg", "MySQLdb", "pymysql"):
        if name in sys.modules:
            found[name] = str(getattr(sys.modules[name], "__version__", ""))
    return found
