"""The garbage collector, told to pass over what lives as long as the process."""

import functools
import gc

__unittest = True


def freeze():
    """Has it pass over all that there is: modules, models and apps, of which nothing is garbage."""
    gc.collect()
    gc.freeze()


def show_what_is_frozen():
    """Has those who look through all objects see the frozen ones, too, which Python hides from them.

    Django's signals, say, can be found in no other way. Before the suite is
    imported: it may take the functions out of their module.
    """
    for name in ("get_objects", "get_referrers"):
        setattr(gc, name, thawing(getattr(gc, name)))


def thawing(look):
    @functools.wraps(look)
    def look_at_all(*arguments, **named):
        gc.unfreeze()
        return look(*arguments, **named)

    return look_at_all
