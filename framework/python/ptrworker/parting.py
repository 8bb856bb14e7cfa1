"""Which classes of tests may be cut apart, to run in several workers at once."""

import collections.abc
import dis
import re
import sys
import types

__unittest = True

# What a class may set up for all of its tests.
SHARED = ("setUpClass", "tearDownClass", "setUpTestData", "fixtures", "run", "debug", "__call__")

# What a module may, or by which it puts tests into an order of its own.
OF_MODULES = ("setUpModule", "tearDownModule", "load_tests")

# Whose modules these begin with is not the suite's own.
OF_FRAMEWORKS = ("unittest.", "django.test.")

# Attributes that only the frameworks read.
READ_ONLY = ("databases", "available_apps", "_overridden_settings", "_class_cleanups")

CONTAINERS = (collections.abc.MutableSequence, collections.abc.MutableMapping, collections.abc.MutableSet)

NUMBERED = re.compile(r"test_?[0-9]")
STORE_GLOBAL = dis.opmap["STORE_GLOBAL"]


def shares_nothing(cls):
    """Reports whether nothing says that the tests of a class share more than its name.

    It must not set anything up for all its tests. Numbers in names say that the tests
    are steps of one story; a method that changes its class, or a global variable,
    may well be telling the next one.
    """
    module = sys.modules.get(cls.__module__)
    if any(hasattr(module, name) for name in OF_MODULES):
        return False
    own = classes_of_the_suite(cls)
    if not own or any(name in vars(each) for each in own for name in SHARED):
        return False
    names = [name for each in own for name in vars(each) if name.startswith("test")]
    if sum(bool(NUMBERED.match(name)) for name in names) > 1:
        return False
    return not any(keeps_state(name, value) for each in own for name, value in vars(each).items())


def names_no_container(cls):
    """Reports whether no method of a class mentions a list, dict or set of its module: it may be changed in place."""
    functions = [function(value) for each in classes_of_the_suite(cls) for value in vars(each).values()]
    return not any(isinstance(f, types.FunctionType) and mentions(f.__code__, f.__globals__) for f in functions)


def classes_of_the_suite(cls):
    return [each for each in cls.__mro__ if each is not object and not each.__module__.startswith(OF_FRAMEWORKS)]


def keeps_state(name, value):
    """Reports whether a class's attribute is a method that may leave something in class or module, or may be changed itself."""
    if isinstance(value, (list, dict, set)) and name not in READ_ONLY and not name.startswith("__"):
        return True
    code = getattr(function(value), "__code__", None)
    return isinstance(code, types.CodeType) and stores(code)


def function(method):
    """Returns the function that a method was before it was decorated."""
    method = getattr(method, "__func__", method)
    while hasattr(method, "__wrapped__"):
        method = method.__wrapped__
    return method


def stores(code):
    return (
        "__class__" in code.co_names
        or ("type" in code.co_names and "self" in code.co_varnames[:1])
        or STORE_GLOBAL in code.co_code[::2]
        or any(stores(each) for each in codes_within(code))
    )


def mentions(code, variables):
    return any(isinstance(variables.get(name), CONTAINERS) for name in code.co_names) or any(
        mentions(each, variables) for each in codes_within(code)
    )


def codes_within(code):
    return [each for each in code.co_consts if isinstance(each, types.CodeType)]
