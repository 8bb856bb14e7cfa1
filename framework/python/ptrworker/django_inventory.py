"""What a listing leaves for the processes after it, so that they need not discover everything again."""

import importlib
import os
import sys
import sysconfig

__unittest = True

MULTIPROCESSING_MAIN = "__mp_main__"  # another name of __main__, once multiprocessing is imported, as by Django 5


def modules_with_models(loaded):
    """Returns, in the order of import, the modules that define models, and are not among those loaded.

    Most models come with django.setup(). Those of test modules have tables,
    content types and permissions too: a process that lacks them would see
    another database than a serial run.
    """
    from django.apps import apps

    defining = {model.__module__ for models in apps.all_models.values() for model in models.values()}
    return [name for name in list(sys.modules) if name in defining and name not in loaded]


def import_all(modules):
    """Imports what modules_with_models has found."""
    for name in modules:
        importlib.import_module(name)


def inputs(modules):
    """Returns the files that the database depends on, and the folders of migrations.

    Of the modules those that are neither Python's own nor installed. Of
    installed apps only models and migrations count, and of Django none: its
    version is told apart.
    """
    installed = folders_of_installed()
    paths = {file_of(sys.modules.get(name)) for name in modules if name != MULTIPROCESSING_MAIN}
    paths = {path for path in paths if path and not within(path, installed)}
    for app, path in of_apps():
        if not (app.startswith("django.") and within(path, installed)):
            paths.add(path)
    return sorted(paths)


def of_apps():
    """Yields (name of the app, path) for files with models and folders of migrations."""
    from django.apps import apps
    from django.db.migrations.loader import MigrationLoader

    for config in apps.get_app_configs():
        for name in {model.__module__ for model in config.get_models()}:
            path = file_of(sys.modules.get(name))
            if path:
                yield config.name, path
        name, _ = MigrationLoader.migrations_module(config.label)
        package = imported(name) if name else None
        for folder in getattr(package, "__path__", ()):
            yield config.name, os.path.realpath(folder)


def file_of(module):
    path = getattr(module, "__file__", None)
    if not isinstance(path, str) or not os.path.isabs(path):
        return None
    return os.path.realpath(path)


def imported(name):
    try:
        return importlib.import_module(name)
    except ImportError:
        return None  # an app without migrations, or one whose migrations fail: preparing tells


def folders_of_installed():
    names = ("stdlib", "platstdlib", "purelib", "platlib")
    own = os.path.dirname(os.path.abspath(__file__))
    return [os.path.realpath(sysconfig.get_path(name)) for name in names] + [os.path.realpath(own)]


def within(path, folders):
    parts = path.split(os.sep)
    if "site-packages" in parts or "dist-packages" in parts:
        return True
    return any(path.startswith(folder + os.sep) for folder in folders)
