"""Values that have a name and hold for a whole process, wherever they are kept."""

from ptrworker import frames, watch

__unittest = True


class NamedValues(watch.Watch):
    """Values that have a name. Each source returns those that it has, and writes one of them."""

    what = "global"

    def __init__(self, sources):
        self.sources = sources

    def state(self):
        return [source.read() for source in self.sources]

    def differences(self, old, new):
        for before, after, source in zip(old, new, self.sources):
            for name in sorted(set(before) | set(after)):
                if name in before and name in after and not watch.equal(before[name], after[name]):
                    yield "%s is %s (was %s)" % (name, source.text(after[name]), source.text(before[name]))

    def undo(self, first, name):
        for values, source in zip(first, self.sources):
            if name in values:
                source.write(name, values[name])
                return True
        return False


class Source:
    """Where some of these values are: read() returns them by name, write(name, value) sets one."""

    def text(self, value):
        return value if isinstance(value, str) else frames.bounded_repr(value)
