"""What a process of a serial run is like when its first test begins, step by step.

A spawned worker inherits nothing of the process that created the databases.
Each step here restores one thing that tests can tell the difference by;
docs/django.md has them all, with the tests that noticed.
"""

import atexit
import contextlib
import os
import shutil
import tempfile

from ptrworker import django_checks, django_databases, django_serialized, importing

__unittest = True


class State:
    """The steps that a process has taken, and how they are undone in the end."""

    def __init__(self):
        self.undo = []
        self.layout = None  # of the aliases, once it is known
        self.checked = False  # by the process that this one was forked from, as far as it could
        self.own = []  # (settings of an alias, what the project has in them)
        self.listed = []  # (settings of an alias, what was in them when test modules were listed)

    def use_temporary_directory(self):
        """Gives the process a temporary directory of its own, and its children the same.

        Caches, uploads and media below a shared one would be found, and
        removed, by the tests of other workers.
        """
        folder = tempfile.mkdtemp(prefix="ptr_")
        tempfile.tempdir = os.environ["TMPDIR"] = folder
        atexit.register(shutil.rmtree, folder, ignore_errors=True)

    def set_up_environment(self, runner):
        """Has the runner change the settings, the mail backend and template rendering for tests."""
        runner.setup_test_environment()
        self.undo.append(runner.teardown_test_environment)

    def lead_to_servers(self, given):
        """Leads aliases to the servers that ptr has given, so that models can be imported."""
        if any(database["backend"] != "sqlite" for database in given.values()):
            self.layout = django_databases.Layout()  # as the settings have it until then
            self.own = django_databases.copies_of_settings()
            django_databases.lead_to_servers(given, self.layout)

    def attach_databases(self, given, needed, facts):
        """Leads each alias to its database, and has Django create those that ptr has none for."""
        from django.db import connections

        self.listed = django_databases.copies_of_settings()
        connections.close_all()
        put_back(self.own)
        self.layout = self.layout or django_databases.Layout()
        for alias in self.layout.order:
            database = django_databases.given_for(given, alias)
            if database is not None:
                django_databases.attach(connections[alias], database)
            elif alias in needed:
                self.create_by_django(connections[alias])
        for alias, primary in self.layout.primaries.items():
            if primary in needed or django_databases.given_for(given, primary):
                django_databases.attach_mirror(connections[alias], connections[primary])
        django_serialized.offer(facts, self.layout.order)
        self.open_connections(needed)

    @contextlib.contextmanager
    def as_when_listed(self):
        """Has connections lead to where they led when a serial run imports test modules.

        There the test databases are made afterwards. A module may ask at once
        whether its connection is to a memory database, to skip a class.
        """
        attached = [(settings, dict(settings)) for settings, _ in self.listed]
        put_back(self.listed)
        try:
            yield
        finally:
            put_back(attached)

    def create_by_django(self, connection):
        """Creates the test database of an engine that ptr has no backend for, under a name of this process."""
        old_name = connection.settings_dict["NAME"]
        test = connection.settings_dict["TEST"]
        name = connection.creation._get_test_db_name()
        in_memory = getattr(connection.creation, "is_in_memory_db", lambda name: False)
        if not in_memory(name):
            test["NAME"] = "%s_%d" % (name, os.getpid())
        serialize = test.get("SERIALIZE", True)
        connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=serialize)
        self.undo.append(lambda: connection.creation.destroy_test_db(old_name, verbosity=0))

    def open_connections(self, needed):
        """Opens connections, as create_test_db leaves them, and looks up the versions of servers.

        Features are looked up once and remembered by the connection. In a test
        that may not use the database the first look would fail.
        """
        from django.db import connections

        for alias in connections:
            if alias in needed:
                connections[alias].ensure_connection()
                django_databases.look_up_version(connections[alias])

    def register_types(self, needed):
        """Registers the types of PostgreSQL's extensions, as the migrations that create them do.

        psycopg2 then knows them on all connections of the process: without
        them it refuses a dict.
        """
        from django.db import connections

        for alias in self.layout.order:
            if alias in needed and connections[alias].vendor == "postgresql":
                with connections[alias].cursor() as cursor:
                    cursor.execute("SELECT 1 FROM pg_extension WHERE extname IN ('hstore', 'citext')")
                    found = cursor.fetchone()
                if found:
                    from django.contrib.postgres.signals import register_type_handlers

                    register_type_handlers(connections[alias])

    def mark_expected_failures(self, needed):
        """Marks the tests of Django's own suite that are known to fail on a backend."""
        from django.db import connections

        if os.environ.get("RUNNING_DJANGOS_TEST_SUITE") != "true":
            return
        for alias in self.layout.order:
            if alias in needed:
                marked = marked_tests(connections[alias].features)
                with self.as_when_listed():
                    for name in marked:
                        importing.import_longest(name)
                connections[alias].creation.mark_expected_failures_and_skips()

    def run_checks(self, runner, needed, known):
        """Runs the system checks, as the runner does once the databases are there, and returns what they found.

        Checks may leave something behind in the process, and tests that they
        have run look for it. If it is known already what they find, those are
        left out that leave nothing, and None is returned.
        """
        if not known:
            return django_checks.run_all(runner, needed)
        if self.checked:
            django_checks.run_of_databases(runner, needed)
        else:
            django_databases.look_up_features(needed)
            django_checks.run_others(runner, needed)
        return None

    def check_before_forking(self, runner, needed):
        """Runs those checks that do not need the databases, which are each fork's own."""
        with django_databases.unreachable() as reached:
            self.checked = django_checks.run_without_databases(runner, needed) and not reached

    def forget_what_migrating_forgets(self):
        """Empties the caches of content types and sites: migrating does, and checks may have filled them."""
        from django.apps import apps

        if apps.is_installed("django.contrib.contenttypes"):
            apps.get_model("contenttypes", "ContentType").objects.clear_cache()
        if apps.is_installed("django.contrib.sites"):
            apps.get_model("sites", "Site").objects.clear_cache()

    def tear_down(self):
        """Undoes the steps, the last first."""
        from django.db import connections

        while self.undo:
            self.undo.pop()()
        connections.close_all()


def marked_tests(features):
    """Returns the names of the tests that marking will import, and the suite has."""
    from django.apps import apps

    marked = list(features.django_test_expected_failures)
    for tests in getattr(features, "django_test_skips", {}).values():
        marked += tests
    return [name for name in marked if apps.is_installed(name.partition(".")[0])]


def put_back(copies):
    for settings, values in copies:
        settings.clear()
        settings.update(values)
