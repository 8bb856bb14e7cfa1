"""What a test leaves behind that only Django knows of: changed settings, receivers of signals."""

import weakref

from ptrworker import frames, watch

__unittest = True


class Settings(watch.Watch):
    what = "setting"

    def state(self):
        """Returns the values by name; those that are lists and the like as copies, since they change in place."""
        from django.conf import settings

        return {name: copied(value) for name, value in flattened(settings._wrapped).items()}

    def differences(self, old, new):
        for name in sorted(set(old) | set(new)):
            if name not in new:
                yield "%s is not set (was %s)" % (name, frames.bounded_repr(old[name]))
            elif name not in old:
                yield "%s is %s (was not set)" % (name, frames.bounded_repr(new[name]))
            elif differ(old[name], new[name]):
                now, was = frames.bounded_repr(new[name]), frames.bounded_repr(old[name])
                yield "%s is %s (was %s)" % (name, now, was)


class Receivers(watch.Watch):
    """Receivers of Django's own signals.

    Methods that are held weakly are left out: they go with their object.
    """

    what = "signal receiver"

    def __init__(self):
        self.signals = list(signals())

    def state(self):
        return [tuple(entry[:2] for entry in list(signal.receivers)) for _, signal in self.signals]

    def differences(self, old, new):
        for (name, _), before, after in zip(self.signals, old, new):
            known = {key for key, _ in before}
            for key, receiver in after:
                if key not in known and not isinstance(receiver, weakref.WeakMethod):
                    yield "%s: %s" % (name, receiver_name(receiver))


def flattened(holder):
    """Returns the settings of a holder, and of those beneath it that it overrides."""
    layers = []
    while holder is not None:
        values = vars(holder)
        layers.append(values)
        holder = values.get("default_settings")
    found = {}
    for values in reversed(layers):
        for name in values.get("_deleted", ()):
            found.pop(name, None)
        found.update((name, value) for name, value in values.items() if name.isupper())
    found.pop("SETTINGS_MODULE", None)  # None wherever something is overridden
    return found


def copied(value):
    return value.copy() if type(value) in (list, dict, set) else value


def differ(old, new):
    try:
        return bool(old != new)
    except Exception:
        return True


def signals():
    from django.core import signals as core
    from django.db import models
    from django.db.backends import signals as backends
    from django.test import signals as test

    for module in (core, models.signals, backends, test):
        for name, value in sorted(vars(module).items()):
            if hasattr(value, "receivers") and hasattr(value, "connect"):
                yield name, value


def receiver_name(receiver):
    """Returns the dotted name of a receiver, which may be held weakly and be gone."""
    if isinstance(receiver, weakref.ReferenceType):
        receiver = receiver()
    if receiver is None:
        return "a receiver that is gone"
    name = getattr(receiver, "__qualname__", None) or type(receiver).__qualname__
    return "%s.%s" % (getattr(receiver, "__module__", "?"), name)
