"""Serialized contents of test databases, which the preparing process leaves as facts.

Django keeps them as connection._test_serialized_contents and puts them back
for test classes with serialized_rollback. A worker reads them with the first
class that wants them: they can be large, and most suites never do.
"""

import base64
import urllib.parse
import zlib

from ptrworker import facts

__unittest = True

ATTRIBUTE = "_test_serialized_contents"


def fact_name(alias):
    return "serialized." + urllib.parse.quote(alias, safe="")


def publish(channel, alias, text):
    """Sets the facts serialized.ALIAS (the number of parts), serialized.ALIAS.0 and so on."""
    data = base64.b64encode(zlib.compress(text.encode("utf-8"))).decode("ascii")
    parts = [data[at : at + facts.LONGEST] for at in range(0, len(data), facts.LONGEST)]
    for number, part in enumerate(parts):
        channel.set("%s.%d" % (fact_name(alias), number), part)
    channel.set(fact_name(alias), str(len(parts)))


def read(channel, alias):
    """Returns what publish was given, or None if nothing was published."""
    count = channel.get(fact_name(alias))
    if count is None:
        return None
    parts = [channel.get("%s.%d" % (fact_name(alias), number)) for number in range(int(count))]
    if None in parts:
        raise LookupError("a part of the serialized contents of %r is missing" % alias)
    return zlib.decompress(base64.b64decode("".join(parts))).decode("utf-8")


class Contents:
    """Answers for the attribute until the connection has one of its own.

    hasattr is false, as without serializing, where nothing was published.
    """

    def __init__(self, channel, aliases):
        self.channel = channel
        self.aliases = frozenset(aliases)

    def __get__(self, connection, owner=None):
        if connection is None:
            return self
        text = read(self.channel, connection.alias) if connection.alias in self.aliases else None
        if text is None:
            raise AttributeError(ATTRIBUTE)
        setattr(connection, ATTRIBUTE, text)
        return text


def offer(channel, aliases):
    """Has the connections of these aliases find their serialized contents when asked."""
    from django.db.backends.base.base import BaseDatabaseWrapper

    if channel is not None:
        setattr(BaseDatabaseWrapper, ATTRIBUTE, Contents(channel, aliases))
