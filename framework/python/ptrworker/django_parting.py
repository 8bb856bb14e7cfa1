"""Which classes of tests may be cut apart, to run in several workers at once."""

import dis
import re
import sys
import types

__unittest = True

# What a class may set up for all of its tests.
SHARED = ("setUpClass", "tearDownClass", "setUpTestData", "fixtures", "run", "debug", "__call__")

# Whose modules these begin with is not the suite's own.
OF_FRAMEWORKS = ("unittest.", "django.test.")

# Attributes that only the frameworks read.
READ_ONLY = ("databases", "available_apps", "_overridden_settings", "_class_cleanups")

NUMBERED = re.compile(r"test_?[0-9]")
STORE_GLOBAL = dis.opmap["STORE_GLOBAL"]

known = {}


def may_be_parted(cls):
    """Reports whether nothing says that the tests of a class share more than its name.

    It has to be one of Django's that leave the database as they found it, and
    must not set anything up for all its tests. Numbers in names say that the tests
    are steps of one story; a method that changes its class, or a global variable,
    may well be telling the next one.
    """
    if cls not in known:
        known[cls] = is_loose(cls)
    return known[cls]


def is_loose(cls):
    from django.test import LiveServerTestCase, TransactionTestCase

    if not issubclass(cls, TransactionTestCase) or issubclass(cls, LiveServerTestCase):
        return False
    module = sys.modules.get(cls.__module__)
    if hasattr(module, "setUpModule") or hasattr(module, "tearDownModule"):
        return False
    own = [each for each in cls.__mro__ if each is not object and not each.__module__.startswith(OF_FRAMEWORKS)]
    if any(name in vars(each) for each in own for name in SHARED):
        return False
    names = [name for each in own for name in vars(each) if name.startswith("test")]
    if sum(bool(NUMBERED.match(name)) for name in names) > 1:
        return False
    return not any(keeps_state(name, value) for each in own for name, value in vars(each).items())


def keeps_state(name, method):
    """Reports whether a class's attribute is a method that may leave something in class or module, or may be changed itself."""
    if isinstance(method, (list, dict, set)) and name not in READ_ONLY and not name.startswith("__"):
        return True
    method = getattr(method, "__func__", method)
    while hasattr(method, "__wrapped__"):
        method = method.__wrapped__
    code = getattr(method, "__code__", None)
    return isinstance(code, types.CodeType) and stores(code)


def stores(code):
    return (
        "__class__" in code.co_names
        or ("type" in code.co_names and "self" in code.co_varnames[:1])
        or STORE_GLOBAL in code.co_code[::2]
        or any(stores(each) for each in code.co_consts if isinstance(each, types.CodeType))
    )
