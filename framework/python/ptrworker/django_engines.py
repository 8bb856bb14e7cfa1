"""Another backend than the project's own, without touching the project."""

from ptrworker import django_databases

__unittest = True

ENGINES = {
    "sqlite": "django.db.backends.sqlite3",
    "postgres": "django.db.backends.postgresql",
    "mysql": "django.db.backends.mysql",
}

# Settings that mean the same on every backend.
KEPT = (
    "ATOMIC_REQUESTS",
    "AUTOCOMMIT",
    "CONN_HEALTH_CHECKS",
    "CONN_MAX_AGE",
    "DISABLE_SERVER_SIDE_CURSORS",
    "TIME_ZONE",
)
KEPT_OF_TEST = ("MIRROR", "DEPENDENCIES", "MIGRATE", "SERIALIZE")


def replace(databases, backend):
    """Replaces, in settings.DATABASES, the engines that are not of the backend.

    It has to come before the first connection is made. What is the engine's
    own goes with it, OPTIONS above all.
    """
    if backend not in ENGINES:
        raise ValueError("unknown backend %r; there are %s" % (backend, ", ".join(ENGINES)))
    if not databases:
        return  # the suite uses none
    for alias, settings in databases.items():
        if settings and backend_of_engine(settings.get("ENGINE", "")) != backend:
            replacement = replaced(alias, settings, backend)
            settings.clear()
            settings.update(replacement)


def replaced(alias, settings, backend):
    """Returns the settings of an alias for another backend.

    Two aliases that were two databases have to remain two. A file or a memory
    database of SQLite's is one for each alias in tests, whatever its name.
    """
    result = {name: settings[name] for name in KEPT if name in settings}
    test = settings.get("TEST") or {}
    result["TEST"] = {name: test[name] for name in KEPT_OF_TEST if name in test}
    result["ENGINE"] = ENGINES[backend]
    if backend == "sqlite":
        result["NAME"] = ":memory:"
    elif settings.get("ENGINE") == ENGINES["sqlite"]:
        result["NAME"] = alias
    else:
        result.update((name, settings[name]) for name in ("NAME", "HOST", "PORT") if name in settings)
    return result


def backend_of_engine(engine):
    """Returns ptr's name of the backend that an engine is for, or "": its driver may be missing."""
    from django.db.utils import load_backend

    try:
        vendor = load_backend(engine).DatabaseWrapper.vendor
    except Exception:
        return ""
    return django_databases.BACKENDS.get(vendor, "")
