"""Makes the test database of one alias, in a process of its own, for all workers to have clones of."""

import contextlib
import json
import os
import sys

from ptrworker import (
    django_databases,
    django_explained,
    django_project,
    django_serialized,
    django_stand_ins,
    face,
    phases,
)

__unittest = True


def prepare(alias):
    """Makes the database of an alias where PTR_DATABASE_<alias> leads. Returns the process's status."""
    times = phases.Phases()
    try:
        with times.phase("set-up"):
            suite = face.make(settings_of_init(os.environ.pop("PTR_PYTHON_INIT")))
            suite.ensure_set_up(suite.inventory.get("labels", []))
        with times.phase("discovery"):
            suite.discover(suite.inventory.get("labels", []))
            suite.before_template()
        Template(suite, alias, times).make()
        with times.phase("tear-down"):
            suite.end()
            suite.close()
    finally:
        sys.stderr.writelines(times.lines())
    return 0


def settings_of_init(file):
    """Returns the settings of a worker's `init` in a file. Two of them are JSON within JSON."""
    with open(file, encoding="utf-8") as text:
        settings = json.load(text)
    for name in ("options", "inventory"):
        value = settings.get(name) or "{}"
        settings[name] = json.loads(value) if isinstance(value, str) else value
    os.chdir(settings["root"])
    return dict(settings, leaks=False, seed=0)


class Template:
    """The database of one alias, made by Django's own creation code and signals."""

    def __init__(self, suite, alias, times):
        from django.db import connections

        self.suite = suite
        self.times = times
        self.connection = connections[alias]
        self.creation = self.connection.creation
        self.given = django_databases.given_for(suite.databases, alias)
        if self.given is None:
            raise django_project.ProjectError("nothing says where to make the database %r" % alias)
        self.statements = django_explained.Statements(times)

    def make(self):
        """Makes it, in memory and then as a file for SQLite, and leaves its contents as facts."""
        explained = os.environ.get("PTR_EXPLAIN_SETUP")
        in_place = self.given["backend"] != "sqlite"
        if in_place:
            self.lead_to_server()
        else:
            self.lead_to_memory()
        if explained:
            if os.environ.get("PTR_RECORD_SETUP"):
                self.statements.record(self.connection)  # around the watch: its own time is not that of statements
            self.statements.watch(self.connection)
        with self.stand_ins(), self.timed_parts():
            with self.times.phase("migrate"):
                self.create()
        self.publish()
        if not in_place:
            with self.times.phase("snapshot"):
                self.save(self.given["path"])
        if explained:
            self.statements.write(explained, self.connection.alias)

    def stand_ins(self):
        layout = self.suite.state.layout or django_databases.Layout()
        return django_stand_ins.for_others(self.connection, self.given, layout.primaries)

    def create(self):
        """Has Django create the database, or the project's runner if it does more than that."""
        from django.test.runner import DiscoverRunner

        runner, alias = self.suite.runner, self.connection.alias
        test = self.connection.settings_dict["TEST"]
        if type(runner).setup_databases is DiscoverRunner.setup_databases:
            serialize = test.get("SERIALIZE", True)
            self.creation.create_test_db(verbosity=0, autoclobber=True, serialize=serialize)
            return
        test["DEPENDENCIES"] = []  # the others are not made here
        more = {} if takes_sets(runner) else {"serialized_aliases": {alias}}
        runner.setup_databases(aliases={alias}, **more)

    def lead_to_memory(self):
        """Has create_test_db make a memory database, also where TEST names a file of the project's."""
        self.connection.settings_dict["TEST"]["NAME"] = None

    def lead_to_server(self):
        """Has create_test_db take the empty database that is there instead of making one."""
        name = self.given["database"]
        django_databases.attach_server(self.connection, self.given)
        self.creation._get_test_db_name = lambda: name
        self.creation._create_test_db = lambda *arguments, **named: name
        suffix = self.creation.sql_table_creation_suffix()
        if suffix and self.given["backend"] == "mysql":
            with self.connection.cursor() as cursor:
                cursor.execute("ALTER DATABASE %s %s" % (self.connection.ops.quote_name(name), suffix))
            self.connection.close()

    @contextlib.contextmanager
    def timed_parts(self):
        """Counts the parts of migrating that are phases of their own."""
        from django.core.management.commands import migrate

        original = migrate.emit_post_migrate_signal
        migrate.emit_post_migrate_signal = self.times.timed("post-migrate", original)
        self.creation.serialize_db_to_string = self.times.timed(
            "serialize", self.creation.serialize_db_to_string
        )
        try:
            yield
        finally:
            migrate.emit_post_migrate_signal = original
            del self.creation.serialize_db_to_string

    def publish(self):
        text = vars(self.connection).get(django_serialized.ATTRIBUTE)
        if text is not None and self.suite.facts is not None:
            with self.times.phase("facts"):
                django_serialized.publish(self.suite.facts, self.connection.alias, text)

    def save(self, path):
        """Writes the memory database to a file, which ptr throws away if this process fails."""
        self.connection.ensure_connection()
        file = self.connection.Database.connect(path)
        try:
            file.execute("PRAGMA synchronous = OFF")
            self.connection.connection.backup(file)
        finally:
            file.close()


def takes_sets(runner):
    """Reports whether the runner is of a Django before 4.0, which serializes all or nothing."""
    import django

    return django.VERSION < (4, 0)
