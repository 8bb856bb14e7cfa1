"""Which classes of a Django suite may be cut apart."""

from ptrworker import parting

__unittest = True

known = {}


def may_be_parted(cls):
    """Reports whether nothing says that the tests of a class share more than its name.

    It has to be one of Django's that leave the database as they found it, or may not use
    one. Of plain unittest nobody knows: its tests may well read what others have written.
    """
    if cls not in known:
        known[cls] = is_loose(cls)
    return known[cls]


def is_loose(cls):
    from django.test import LiveServerTestCase, SimpleTestCase, TransactionTestCase

    if issubclass(cls, TransactionTestCase):
        return not issubclass(cls, LiveServerTestCase) and parting.shares_nothing(cls)
    return (
        issubclass(cls, SimpleTestCase)
        and not cls.databases
        and parting.shares_nothing(cls)
        and parting.names_no_container(cls)
    )
