"""Labels as people type them: names of apps, modules, classes and tests, files and folders."""

import importlib.util
import os
import sys

from ptrworker import importing

__unittest = True


def dotted(label, root):
    """Returns a label without trailing slashes, and of a file the name of its module.

    Folders remain paths: Django discovers the tests below them.
    """
    label = os.path.normpath(label)
    path = os.path.join(root, label)
    if not (label.endswith(".py") and os.path.isfile(path)):
        return label
    top, name = split_at_top(os.path.abspath(path), os.path.abspath(root))
    importing.extend_path([top])
    return name


def split_at_top(path, root):
    """Returns the folder to import a file from, and the dotted name of its module.

    That is the folder above its packages, or the root if the folders between
    may be packages without an __init__.py.
    """
    top = os.path.dirname(path)
    while os.path.exists(os.path.join(top, "__init__.py")):
        top = os.path.dirname(top)
    inside = os.path.relpath(top, root).split(os.sep)
    if top.startswith(root + os.sep) and top not in sys.path and all(map(str.isidentifier, inside)):
        top = root
    parts = os.path.relpath(path, top)[: -len(".py")].split(os.sep)
    if parts[-1] == "__init__":
        parts.pop()
    return top, ".".join(parts)


def of_app(label):
    """Returns a label with the name of an app in the place of its app label, such as "auth"."""
    from django.apps import apps

    first, dot, rest = label.partition(".")
    if os.path.exists(label) or can_be_imported(first):
        return label
    for config in apps.get_app_configs():
        if config.label == first:
            return config.name + dot + rest
    return label


def can_be_imported(name):
    try:
        return name in sys.modules or importlib.util.find_spec(name) is not None
    except (ImportError, ValueError):
        return False


def means_something(label):
    """Reports whether there is something of this name.

    What is there and cannot be imported is a test that fails.
    """
    if os.path.exists(label):
        return True
    if os.sep in label:
        return False
    try:
        module, attributes = importing.import_longest(label)
    except importing.NotImported:
        return True
    return module is not None and importing.has_attributes(module, attributes)
