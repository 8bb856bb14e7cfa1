"""Tests of Django's where nobody has named settings: each of them would fail, and none would say what to do."""

import glob
import os
import sys
import unittest

from ptrworker.django_project import VARIABLE
from ptrworker.face import Problem

__unittest = True

# Where a project without manage.py tends to have its settings, from its root.
USUAL = ("*settings*.py", "*/*settings*.py", "*/settings/*.py", "*/*/*settings*.py")


def problems(tests, root):
    """Returns a Problem, with likely settings modules for its names, if some of the tests need settings."""
    if os.environ.get(VARIABLE) or not any(map(needs_settings, tests)):
        return []
    return [Problem("settings", VARIABLE, "these are tests of Django's, and nothing names its settings", likely(root))]


def needs_settings(test):
    """Reports whether a test cannot but fail for want of settings, which a module may also configure by itself."""
    conf, cases = sys.modules.get("django.conf"), sys.modules.get("django.test.testcases")
    if conf is None or conf.settings.configured:
        return False
    if isinstance(test, unittest.loader._FailedTest):
        return type(test._exception).__name__ in ("ImproperlyConfigured", "AppRegistryNotReady") or (
            "settings are not configured" in str(test._exception)
        )
    return cases is not None and isinstance(test, cases.SimpleTestCase)


def likely(root):
    """Returns the dotted names of modules below root that look like settings, the likeliest first."""
    found = []
    for pattern in USUAL:
        for path in sorted(glob.glob(os.path.join(root, pattern))):
            name = os.path.relpath(path, root)[: -len(".py")].replace(os.sep, ".")
            name = name[: -len(".__init__")] if name.endswith(".__init__") else name
            if name not in found and not os.path.basename(path).startswith("test_"):
                found.append(name)
    return sorted(found, key=lambda name: "test" not in name)
