"""What all that looks for leaks has in common."""

__unittest = True


class Watch:
    """Keeps an eye on one kind of thing, which what names.

    state returns something to compare, within a few microseconds. differences
    yields a text for each thing by which a new state is more than the old one,
    or another.
    """

    what = ""

    def put_back(self, old):
        """Undoes what would have all later tests go wrong, and reports whether it did."""
        return False

    def undo(self, first, name):
        """Makes the one of that name what it was in the state first, and reports whether it could."""
        return False


def equal(old, new):
    """Compares states, which hold objects of the tests: their comparison may raise."""
    try:
        return old == new
    except Exception:
        return False
