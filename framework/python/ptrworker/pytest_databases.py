"""The databases of suites that use pytest-django. For others nothing here imports Django."""

import sys

from ptrworker import django_databases, django_project, django_state, facts, pytest_kinds

__unittest = True

PLUGIN = "pytest_django.plugin"


class Databases:
    """A plugin for pytest that leads pytest-django to ptr's databases.

    pytest-django loads settings and apps while pytest is being configured, and
    keeps tests from the databases unless they ask for them. It creates the
    databases with the first test that does, by setup_databases of Django's:
    in its place the connections are led to clones.
    """

    def __init__(self, options):
        self.options = options
        self.given = django_databases.take_from_environment()
        self.facts = facts.from_environment()
        self.state = django_state.State()
        self.set_up_modules = None  # names of modules, once the apps are loaded
        self.before = frozenset(sys.modules)
        self.ensure_connection = None  # Django's own
        self.attached = False

    def pytest_plugin_registered(self, plugin):
        if getattr(plugin, "__name__", "") == PLUGIN:
            plugin._setup_django = self.watching(plugin._setup_django)

    def watching(self, original):
        """Returns the function of pytest-django's that loads the apps, with what ptr does around it."""

        def _setup_django(*arguments):
            if self.is_configured() and self.ensure_connection is None:
                self.before_set_up()
            original(*arguments)
            if self.ensure_connection is not None and self.set_up_modules is None:
                self.set_up_modules = [name for name in sys.modules if name not in self.before]

        return _setup_django

    def before_set_up(self):
        from django.conf import settings
        from django.db.backends.base.base import BaseDatabaseWrapper

        self.ensure_connection = BaseDatabaseWrapper.ensure_connection
        if self.options.get("backend"):
            from ptrworker import django_engines

            django_engines.replace(settings.DATABASES, self.options["backend"])
        self.state.lead_to_servers(self.given)

    def is_configured(self):
        conf = sys.modules.get("django.conf")
        return conf is not None and conf.settings.configured

    def is_used(self):
        """Reports whether the suite is one of pytest-django's, with settings."""
        return self.set_up_modules is not None

    def describe(self):
        return django_databases.describe(self.state.layout) if self.is_used() else []

    def versions(self, config):
        """Returns the versions, and what else of pytest's options the databases depend on."""
        if not self.is_used():
            return {}
        found = django_project.versions()
        if config.getoption("nomigrations", False):
            found["migrations"] = "none"
        return found

    def kind_of(self, test):
        return pytest_kinds.kind_of(test.item) if self.is_used() and test.item else pytest_kinds.KINDS[0]

    def inventory(self, config, tests):
        """Returns what processes that prepare a database, and ptr, want to know."""
        if not self.is_used():
            return {"databases": [], "inputs": []}
        from ptrworker import django_inventory

        wanted = any(test.item is not None and pytest_kinds.uses_databases(test.item) for test in tests)
        modules = django_inventory.modules_with_models(frozenset(self.set_up_modules))
        inputs = set(django_inventory.inputs(self.set_up_modules + modules))
        if getattr(config, "inipath", None):
            inputs.add(str(config.inipath))  # it chooses settings, and may leave out migrations
        return {"databases": self.aliases() if wanted else [], "inputs": sorted(inputs)}

    def aliases(self):
        """Returns the aliases with a database of their own: pytest-django creates them all at once."""
        return sorted(each["alias"] for each in django_databases.describe(self.state.layout) if not each["mirror_of"])

    def begin(self, face):
        if not self.is_used():
            return
        from django.test import utils

        from ptrworker import django_accelerations, django_statements

        utils.setup_databases, utils.teardown_databases = self.attach, self.keep
        with django_accelerations.starting(self.options):
            pass
        if self.options.get("debug_sql"):
            django_statements.tell_all(lambda type, **members: face.tell(type, **members), face.root, face.settings.get("closely"))
        face.settings["perturbation"].install_in_django(lambda type, **members: face.tell(type, **members), face.root)

    def attach(self, *arguments, **named):
        """Takes the place of setup_databases."""
        if not self.attached:
            self.attached = True
            self.state.attach_databases(self.given, set(self.aliases()), self.facts)
            self.state.forget_what_migrating_forgets()
        return []

    def keep(self, *arguments, **named):
        """Takes the place of teardown_databases: ptr does away with its clones itself."""

    def watches(self):
        if not self.is_used():
            return []
        from ptrworker import django_leaks

        return django_leaks.watches()

    def descriptors(self):
        if not self.is_used():
            return ()
        from ptrworker import django_leaks

        return django_leaks.descriptors()

    def forked(self):
        self.given = django_databases.take_from_environment()
        self.facts = facts.from_environment()
        if self.is_used():
            django_databases.close_inherited()

    def before_template(self, config):
        """Lets this process use databases, and make them as the suite's options say."""
        self.allow()
        if config.getoption("nomigrations", False):
            from pytest_django import fixtures

            fixtures._disable_migrations()

    def allow(self):
        """Gives back the method that pytest-django has replaced to block all access."""
        from django.db.backends.base.base import BaseDatabaseWrapper

        BaseDatabaseWrapper.ensure_connection = self.ensure_connection

    def runner(self):
        """Returns the runner whose creation of databases is pytest-django's, whatever TEST_RUNNER says."""
        from django.test.runner import DiscoverRunner

        return DiscoverRunner(verbosity=0, interactive=False)

    def end(self):
        if self.is_used():
            self.allow()
            self.state.tear_down()
