"""Stand-ins for the other databases while that of one alias is made.

Aliases are prepared side by side, each in a process of its own. A migration
or a receiver of post_migrate may use another alias than the one that it runs
for, most often the default one. Without a stand-in it would reach the
project's real database.
"""

import contextlib
import os

from ptrworker import django_databases, django_project

__unittest = True


@contextlib.contextmanager
def for_others(connection, given, primaries):
    """Makes a test database for each other alias when it is first used, and drops them in the end.

    primaries has the aliases that share the database of another.
    """
    from django.db import connections

    undo = []
    for alias in connections:
        if alias != connection.alias:
            forget_what_imports_did(connections[alias], given)
        if alias in primaries:
            primary = connections[primaries[alias]]
            connections[alias].connect = mirror_when_used(connections[alias], primary)
        elif alias != connection.alias:
            connections[alias].connect = create_when_used(connections[alias], connection, given, undo)
    try:
        yield
    finally:
        for step in reversed(undo):
            step()


def forget_what_imports_did(connection, given):
    """Closes a connection that modules may have opened when they were imported.

    Migrations may ask for the version, which is no reason to make a database.
    """
    if django_databases.backend_of(connection) == given["backend"]:
        django_databases.look_up_version(connection)
    connection.close()


def mirror_when_used(connection, primary):
    def connect():
        del connection.connect
        primary.ensure_connection()
        django_databases.attach_mirror(connection, primary)
        connection.connect()

    return connect


def create_when_used(connection, prepared, given, undo):
    def connect():
        del connection.connect
        lead_beside(connection, prepared, given)
        old_name = connection.settings_dict["NAME"]
        connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
        undo.append(lambda: connection.creation.destroy_test_db(old_name, verbosity=0))
        connection.ensure_connection()

    return connect


def lead_beside(connection, prepared, given):
    """Leads a connection to where its test database can be made: in memory, or on the given server."""
    backend = django_databases.backend_of(connection)
    if backend == "sqlite":
        connection.settings_dict["TEST"]["NAME"] = None
    elif backend == given["backend"]:
        settings = django_databases.server_settings(connection.settings_dict, given)
        django_databases.point(connection, **settings)
        connection.settings_dict["TEST"]["NAME"] = "ptr_%s_%d" % (connection.alias, os.getpid())
    else:
        raise django_project.ProjectError(
            "making the database %r used the database %r, which is on another server: "
            "migrations and receivers of post_migrate can only use databases on the same one"
            % (prepared.alias, connection.alias)
        )
