"""What Django keeps for a whole thread or process: language, time zone, URLs, and caches in memory."""

import pickle
import sys

from ptrworker.named_values import Source

__unittest = True

UNSET = object()


def sources():
    return [Active(), Caches(), ContentTypes()]


class Active(Source):
    """Values of the thread that runs the tests, which activate() and the like set."""

    def cells(self):
        from django.urls import base
        from django.utils import timezone
        from django.utils.translation import trans_real

        return {
            "language": trans_real._active,
            "time zone": timezone._active,
            "URL configuration": base._urlconfs,
            "script prefix": base._prefixes,
        }

    def read(self):
        return {name: getattr(cell, "value", UNSET) for name, cell in self.cells().items()}

    def write(self, name, value):
        cell = self.cells()[name]
        if value is not UNSET:
            cell.value = value
        elif hasattr(cell, "value"):
            del cell.value

    def text(self, value):
        if value is UNSET:
            return "that of the settings"
        return value.to_language() if hasattr(value, "to_language") else super().text(str(value))


class Caches(Source):
    """Caches of the backend that keeps them in the process, by their locations, also those that nobody has used yet."""

    def read(self):
        from django.conf import settings
        from django.core.cache.backends import locmem

        locations = {
            cache.get("LOCATION", "") for cache in settings.CACHES.values() if cache["BACKEND"].endswith("LocMemCache")
        }
        return {
            " ".join(filter(None, ("cache", location))): Entries(locmem._caches.get(location, {})) for location in locations
        }

    def write(self, name, value):
        from django.core.cache.backends import locmem

        location = name.partition(" ")[2]
        entries, expiry = locmem._caches.get(location), locmem._expire_info.get(location)
        if entries is not None:
            for key in set(entries) - set(value.entries):
                del entries[key]
                expiry.pop(key, None)
            entries.update(value.entries)


class ContentTypes(Source):
    """The content types that need not be asked for, by their databases."""

    def cached(self):
        models = sys.modules.get("django.contrib.contenttypes.models")
        return models.ContentType.objects._cache if models is not None else {}

    def read(self):
        return {"content types at hand": {alias: dict(entries) for alias, entries in self.cached().items() if entries}}

    def write(self, name, value):
        cached = self.cached()
        cached.clear()
        cached.update({alias: dict(entries) for alias, entries in value.items()})

    def text(self, value):
        names = sorted({".".join(key) for entries in value.values() for key in entries if isinstance(key, tuple)})
        return ", ".join(names) or "none"


class Entries:
    """What is in a cache."""

    def __init__(self, cache):
        self.entries = dict(cache)

    def __eq__(self, other):
        return self.entries == other.entries

    def __repr__(self):
        return repr({key: unpickled(value) for key, value in self.entries.items()})


def unpickled(value):
    try:
        return pickle.loads(value)
    except Exception:
        return value
