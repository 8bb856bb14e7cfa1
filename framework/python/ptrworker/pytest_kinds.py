"""In which order pytest-django runs tests."""

__unittest = True

# First tests that a transaction undoes, then those that leave the databases
# flushed, then those that use none.
KINDS = ("test", "transaction", "plain")

OF_DATABASES = {"django_db_setup", "_django_db_helper", "db", "admin_user", "admin_client"}
TRANSACTIONAL = {
    "transactional_db",
    "live_server",
    "django_db_reset_sequences",
    "django_db_serialized_rollback",
}


def kind_of(item):
    """Returns the kind of an item of a suite that uses pytest-django."""
    cls = case_of(item)
    if cls is not None:
        from django.test import TestCase, TransactionTestCase

        if issubclass(cls, TransactionTestCase):
            return "test" if issubclass(cls, TestCase) else "transaction"
        return "plain"
    if is_transactional(item):
        return "transaction"
    return "test" if uses_databases(item) else "plain"


def case_of(item):
    """Returns the item's class if that is a SimpleTestCase of Django's, or None."""
    from django.test import SimpleTestCase

    cls = getattr(item, "cls", None)
    return cls if isinstance(cls, type) and issubclass(cls, SimpleTestCase) else None


def is_transactional(item):
    if TRANSACTIONAL.intersection(getattr(item, "fixturenames", ())):
        return True
    marker = item.get_closest_marker("django_db")
    return marker is not None and asks_for_transactions(*marker.args, **marker.kwargs)


def asks_for_transactions(transaction=False, reset_sequences=False, *rest, **named):
    return bool(transaction or reset_sequences)


def uses_databases(item):
    """Reports whether it is known beforehand that an item needs the databases.

    A test may ask for them when it runs, too. pytest-django sets them up for
    every SimpleTestCase.
    """
    names = set(getattr(item, "fixturenames", ()))
    wanted = OF_DATABASES | TRANSACTIONAL
    return bool(names & wanted) or item.get_closest_marker("django_db") is not None or case_of(item) is not None
