"""Which names a user may have meant."""

import difflib

__unittest = True


def names(typed, tests, count=3):
    """Returns the names of tests, and of what they stand in, that are most like what was typed.

    Also the last parts of names are compared: who types OrderTests means
    shop.tests.OrderTests.
    """
    full = {}
    for test in tests:
        while test:
            full.setdefault(test.lower(), test)
            test = test.rpartition(".")[0]
    tails = {}
    for name in full.values():
        tails.setdefault(name.rpartition(".")[2].lower(), name)
    typed = typed.replace("/", ".").lower()
    found = [full[name] for name in difflib.get_close_matches(typed, full, count)]
    last = typed.rpartition(".")[2]
    found += [tails[name] for name in difflib.get_close_matches(last, tails, count)]
    return list(dict.fromkeys(found))[:count]
