"""The databases that ptr gives to a process, and the connections that lead to them."""

import contextlib
import os
import pathlib

__unittest = True

PREFIX = "PTR_DATABASE_"

# Vendors of Django's, and ptr's names of the backends for them.
BACKENDS = {"sqlite": "sqlite", "postgresql": "postgres", "mysql": "mysql"}

# What OPTIONS can say of where a server is and how to log in there: it is
# meant for the project's own server.
OF_THE_SERVER = {
    "service", "passfile", "host", "hostaddr", "port", "unix_socket", "named_pipe", "dbname", "database", "db",
    "user", "password", "passwd", "read_default_file", "read_default_group", "krbsrvname", "gssencmode",
    "sslmode", "sslrootcert", "sslcert", "sslkey", "sslcrl", "sslpassword", "ssl", "ssl_mode", "ssl_disabled",
    "ssl_ca", "ssl_cert", "ssl_key", "pool", "requirepeer", "channel_binding", "target_session_attrs",
}  # fmt: skip


def take_from_environment(environ=os.environ):
    """Returns what the variables PTR_DATABASE_<alias> hold, by alias, and removes them."""
    names = [name for name in environ if name.startswith(PREFIX)]
    return {name[len(PREFIX) :]: parsed(environ.pop(name)) for name in names}


def parsed(text):
    """Returns the lines key=value as a dict."""
    return dict(line.partition("=")[::2] for line in text.splitlines() if line)


def given_for(given, alias):
    """Returns what was given for an alias, or None. Windows knows only capitals in such names."""
    return given.get(alias) or given.get(alias.upper())


def backend_of(connection):
    """Returns the name of ptr's backend for a connection, or "" if it has none."""
    return BACKENDS.get(connection.vendor, "")


class Layout:
    """Which aliases have databases of their own, as the project's settings have it.

    order has them, each behind those that it depends on, as Django creates
    them. primaries has, of each other alias, the one whose database it shares:
    by TEST MIRROR, or because both are one.
    """

    def __init__(self):
        from django.test.utils import get_unique_databases_and_mirrors

        databases, mirrors = get_unique_databases_and_mirrors()
        self.order = [aliases[0] for _, aliases in databases.values()]
        self.primaries = dict(mirrors)
        for _, aliases in databases.values():
            self.primaries.update((alias, aliases[0]) for alias in aliases[1:])


def describe(layout=None):
    """Returns the databases of the message `project`.

    layout is from before connections were led elsewhere; None if they were not.
    """
    from django.db import connections

    layout = layout or Layout()
    return [
        description(connections[alias], layout.primaries.get(alias, ""))
        for alias in connections
        if not connections[alias].settings_dict["ENGINE"].endswith(".dummy")
    ]


def description(connection, primary):
    creation = connection.creation
    in_memory = connection.vendor == "sqlite" and creation.is_in_memory_db(creation._get_test_db_name())
    return {
        "alias": connection.alias,
        "backend": backend_of(connection),
        "engine": connection.settings_dict["ENGINE"],
        "mirror_of": primary,
        "in_memory": bool(in_memory),
    }


def point(connection, **settings):
    """Changes where a connection leads, as create_test_db does: in place.

    Threads that a test starts make their own connections of the same dict.
    """
    from django.conf import settings as project

    connection.close()
    connection.settings_dict.update(settings)
    project.DATABASES[connection.alias].update(settings)


def copies_of_settings():
    """Returns pairs of the settings of each alias, which are changed in place, and a copy of them."""
    from django.conf import settings
    from django.db import connections

    found = [connections[alias].settings_dict for alias in connections]
    found += [each for each in settings.DATABASES.values() if not any(each is other for other in found)]
    return [(each, dict(each)) for each in found]


def attach(connection, given):
    """Leads a connection to the database that ptr has given for its alias."""
    if given["backend"] != backend_of(connection):
        raise ValueError(
            "%r is to be a database of %s, and its engine is %s"
            % (connection.alias, given["backend"], connection.settings_dict["ENGINE"])
        )
    if given["backend"] != "sqlite":
        attach_server(connection, given)
    elif given.get("how") == "memory":
        attach_memory(connection, given["path"])
    else:
        point(connection, NAME=given["path"])


def attach_memory(connection, snapshot):
    """Loads a snapshot into the memory database that create_test_db would have made.

    Its name is the process's own, and shared by all connections of the
    process: the thread of a LiveServerTestCase sees the same rows. It lives as
    long as Django's connection, which is never closed.
    """
    point(connection, NAME=memory_name(connection))
    connection.ensure_connection()
    uri = pathlib.Path(snapshot).absolute().as_uri() + "?mode=ro&immutable=1"
    source = connection.Database.connect(uri, uri=True)
    try:
        source.backup(connection.connection)
    finally:
        source.close()


def memory_name(connection):
    name = connection.creation._get_test_db_name()
    if connection.creation.is_in_memory_db(name):
        return name
    return "file:memorydb_%s?mode=memory&cache=shared" % connection.alias


def attach_server(connection, given):
    """Leads to a database on a server, which is reached when the connection is first used."""
    point(connection, NAME=given["database"], **server_settings(connection.settings_dict, given))


def lead_to_servers(given, layout):
    """Leads all connections to servers that are given, their own or another of the same backend.

    Modules with models may ask the server for its version when they are
    imported. The project's own need not run.
    """
    from django.db import connections

    for alias in connections:
        backend = backend_of(connections[alias])
        own = given_for(given, layout.primaries.get(alias, alias))
        for database in [own, *given.values()]:
            if database is not None and database["backend"] == backend != "sqlite":
                attach_server(connections[alias], database)
                break


def server_settings(settings, given):
    options = settings.get("OPTIONS", {})
    return {
        "HOST": given.get("socket") or given.get("host", ""),
        "PORT": given.get("port", ""),
        "USER": given.get("user", ""),
        "PASSWORD": given.get("password", ""),
        "OPTIONS": {name: value for name, value in options.items() if name not in OF_THE_SERVER},
    }


def look_up_version(connection):
    """Has the connection remember which version its server is of, on which features depend."""
    for name in ("pg_version", "mysql_server_data"):
        getattr(connection, name, None)


def look_up_features(aliases):
    """Looks up the one feature that checks of models ask databases for: some answer by a statement."""
    from django.db import connections

    for alias in aliases:
        getattr(connections[alias].features, "supports_json_field", None)


def attach_mirror(connection, primary):
    """Leads an alias to the database of another."""
    same = ("NAME", "HOST", "PORT", "USER", "PASSWORD", "OPTIONS")
    connection.creation.set_as_test_mirror(primary.settings_dict)
    point(connection, **{name: primary.settings_dict[name] for name in same})


class Unreachable(BaseException):
    """A connection was to be opened where that is not the time for it. No check catches it by mistake."""


@contextlib.contextmanager
def unreachable():
    """Keeps all connections from being opened, and yields a list of those aliases that were to be."""
    from django.db import connections

    reached = []

    def refuse(self, *arguments):
        reached.append(self.alias)
        raise Unreachable(self.alias)

    classes = {type(connections[alias]) for alias in connections}
    own = [(cls, cls.__dict__.get("get_new_connection")) for cls in classes]
    for cls in classes:
        cls.get_new_connection = refuse
    try:
        yield reached
    finally:
        for cls, method in own:
            if method is None:
                del cls.get_new_connection
            else:
                cls.get_new_connection = method


def close_inherited():
    """Closes, in a process that was forked, connections of the one that forked it."""
    from django.db import connections

    connections.close_all()
