"""What a test leaves behind that only Django knows of: changed settings, receivers of signals."""

__unittest = True


class Watch:
    """Compares settings and receivers with those of the time before."""

    def __init__(self):
        self.settings = self.receivers = None

    def start(self):
        self.settings, self.receivers = settings_now(), receivers_now()

    def look(self):
        """Yields (what, text) for each difference since the last look."""
        before, self.settings = self.settings or {}, settings_now()
        for name in sorted(set(before) | set(self.settings)):
            old, new = before.get(name, "unset"), self.settings.get(name, "unset")
            if old != new:
                yield "setting", "%s: %s -> %s" % (name, old, new)
        before, self.receivers = self.receivers or {}, receivers_now()
        for key, text in self.receivers.items():
            if key not in before:
                yield "signal receiver", text


def settings_now():
    """Returns the text of each setting. Those that cannot be printed are left out."""
    from django.conf import settings

    values = {}
    for name in dir(settings):
        if name.isupper():
            try:
                values[name] = repr(getattr(settings, name))[:200]
            except Exception:
                continue
    return values


def receivers_now():
    """Returns a text for each receiver of Django's own signals, by what identifies it."""
    found = {}
    for name, signal in signals():
        for key, receiver in [entry[:2] for entry in list(signal.receivers)]:
            found[(name, key)] = "%s: %s" % (name, receiver_name(receiver))
    return found


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
    import weakref

    if isinstance(receiver, weakref.ReferenceType):
        receiver = receiver()
    if receiver is None:
        return "a receiver that is gone"
    name = getattr(receiver, "__qualname__", None) or type(receiver).__qualname__
    return "%s.%s" % (getattr(receiver, "__module__", "?"), name)
