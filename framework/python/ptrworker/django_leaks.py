"""What a test leaves behind that only Django knows of: settings, receivers of signals, autocommit."""

import weakref

from ptrworker import frames, watch

__unittest = True

CHANGEABLE = (list, dict, set)


def watches():
    return [Settings(), Receivers(), Autocommit()]


def descriptors():
    """Yields those of open connections to servers: whoever needs the database next uses them."""
    from django.db import connections

    for alias in connections:
        try:
            yield connections[alias].connection.fileno()
        except Exception:
            continue  # it is closed, or the driver does not say


class Settings(watch.Watch):
    what = "setting"

    def __init__(self):
        from django.conf import settings

        self.settings = settings
        bottom = list(layers(settings._wrapped))[-1]
        self.bottom = id(bottom)
        self.changeable = [name for name, value in bottom.items() if type(value) in CHANGEABLE]

    def state(self):
        """Returns copies of the layers of settings, the top one first, and of what changes in place in them."""
        found = []
        for layer in layers(self.settings._wrapped):
            names = self.changeable if id(layer) == self.bottom else layer
            found.append(copied(layer, names))
        return found

    def differences(self, old, new):
        old, new = flattened(old), flattened(new)
        for name in sorted(set(old) | set(new)):
            if name not in new:
                yield "%s is not set (was %s)" % (name, frames.bounded_repr(old[name]))
            elif name not in old:
                yield "%s is %s (was not set)" % (name, frames.bounded_repr(new[name]))
            elif differ(old[name], new[name]):
                now, was = frames.bounded_repr(new[name]), frames.bounded_repr(old[name])
                yield "%s is %s (was %s)" % (name, now, was)

    def undo(self, first, name):
        values = flattened(first)
        if name in values:
            value = values[name]
            setattr(self.settings, name, value.copy() if type(value) in CHANGEABLE else value)
        elif hasattr(self.settings, name):
            delattr(self.settings, name)
        return True


class Receivers(watch.Watch):
    """Receivers of Django's own signals.

    Methods that are held weakly are left out: they go with their object.
    """

    what = "signal receiver"

    def __init__(self):
        self.signals = list(signals())

    def state(self):
        return [signal.receivers[:] for _, signal in self.signals]

    def differences(self, old, new):
        for (name, _), before, after in zip(self.signals, old, new):
            known = {entry[0] for entry in before}
            for key, receiver in (entry[:2] for entry in after):
                if key not in known and not isinstance(receiver, weakref.WeakMethod):
                    yield "%s: %s" % (name, receiver_name(receiver))


    def undo(self, first, name):
        for (signal_name, signal), before in zip(self.signals, first):
            known = {entry[0] for entry in before}
            for entry in signal.receivers[:]:
                if entry[0] not in known and name == "%s: %s" % (signal_name, receiver_name(entry[1])):
                    signal.receivers.remove(entry)
                    signal.sender_receivers_cache.clear()
                    return True
        return False


class Autocommit(watch.Watch):
    """Connections whose autocommit is off, other than by atomic().

    It is put back: a database in memory keeps its connection, and all that comes
    later would find itself in a transaction. In one process the tests that come
    next may happen to switch it on; here they may be another worker's.
    """

    what = "autocommit"

    def __init__(self):
        from django.db import connections

        self.connections = connections

    def state(self):
        return [
            connection.alias
            for connection in self.made()
            if connection.connection is not None
            and not connection.autocommit
            and not connection.in_atomic_block
        ]

    def made(self):
        """Yields the connections that somebody has asked for."""
        for alias in self.connections:
            connection = getattr(self.connections._connections, alias, None)
            if connection is not None:
                yield connection

    def differences(self, old, new):
        for alias in new:
            if alias not in old:
                yield "off (%s)" % alias

    def put_back(self, old):
        off = [alias for alias in self.state() if alias not in old]
        for alias in off:
            try:
                self.connections[alias].rollback()
                self.connections[alias].set_autocommit(True)
            except Exception:
                pass  # the connection is lost: whoever is next gets another
        return bool(off)


def layers(holder):
    """Yields the values of a holder of settings, and of those beneath it that it overrides."""
    while holder is not None:
        yield vars(holder)
        holder = vars(holder).get("default_settings")


def copied(layer, names):
    values = layer.copy()
    for name in names:
        value = values.get(name)
        if type(value) in CHANGEABLE:
            values[name] = value.copy()
    return values


def flattened(found):
    """Returns what all layers together have as settings."""
    values = {}
    for layer in reversed(found):
        for name in layer.get("_deleted", ()):
            values.pop(name, None)
        values.update((name, value) for name, value in layer.items() if name.isupper())
    values.pop("SETTINGS_MODULE", None)  # None wherever something is overridden
    return values


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
