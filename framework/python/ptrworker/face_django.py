"""Django projects: a folder with a manage.py."""

import os
import sys

from ptrworker import (
    django_accelerations,
    django_databases,
    django_discovery,
    django_engines,
    django_inventory,
    django_labels,
    django_leaks,
    django_project,
    django_script,
    django_state,
    django_statements,
    face,
    facts,
    importing,
    loading,
)

__unittest = True


class DjangoFace(face.Face):
    """A project and its test runner, set up step by step as `manage.py test` does it."""

    kinds = ("test", "transaction", "plain")

    def __init__(self, settings):
        super().__init__(settings)
        self.options = settings["options"]
        self.root = os.path.abspath(settings.get("root") or os.getcwd())
        self.inventory = settings["inventory"]
        self.databases = django_databases.take_from_environment()
        self.facts = facts.from_environment()
        self.state = django_state.State()
        self.configured = False
        self.choice = None  # of the suite's own script, where that takes the place of a manage.py
        self.labels = None  # those that this process was set up for
        self.runner = self.discovery = self.loader = None
        self.before = frozenset(sys.modules)

    # What differs between projects and Django's own suite.

    labels_choose_apps = False

    def configure(self):
        """Makes the settings readable."""
        self.state.use_temporary_directory()
        importing.extend_path([self.root])
        chosen = self.options.get("settings", "")
        script = None if chosen or django_project.has_manage(self.root) else django_script.find(self.root)
        if script:
            self.choice = django_script.run(script)
            self.options = self.choice.add_to(self.options)
        else:
            django_project.find_settings(self.root, chosen)

    def set_up_apps(self, labels):
        """Loads the apps."""
        import django

        django.setup()

    def all_labels(self):
        """Returns what build_suite is given where nobody has named a label."""
        return self.choice.labels if self.choice else []

    def name(self):
        module = os.environ.get(django_project.VARIABLE, "").split(".")
        return module[0] if len(module) > 1 else os.path.basename(self.root)

    # What does not.

    def describe(self):
        self.ensure_configured()
        versions = django_project.versions()
        return {
            "name": self.name(),
            "settings": {"versions": versions, "databases": django_databases.describe(self.state.layout)},
        }

    def discover(self, labels):
        self.ensure_configured()  # after which the root is known
        before = list(sys.path)
        self.ensure_set_up([django_labels.dotted(label, self.root) for label in labels])
        with django_accelerations.loading(self.options):
            tests, problems = self.discovery.find(labels, self.names_near)
        found = [django_discovery.found(test) for test in tests]
        self.take_inventory(tests, [folder for folder in sys.path if folder not in before])
        return face.Listing(found, problems, self.inventory)

    def load(self, names):
        self.ensure_listed()
        if not any(map(self.imports, names)):
            return [self.loader.load(name) for name in names]
        with self.state.as_when_listed():
            return [self.loader.load(name) for name in names]

    def imports(self, name):
        return not importing.is_imported(name)

    def begin(self):
        self.ensure_listed()
        with django_accelerations.starting(self.options):
            django_inventory.import_all(self.inventory.get("model_modules", []))
            needed = set(self.inventory.get("databases", []))
            self.state.attach_databases(self.databases, needed, self.facts)
            self.state.register_types(needed)
            self.state.mark_expected_failures(needed)
            self.check(needed)
            self.state.forget_what_migrating_forgets()
        if self.options.get("debug_sql"):
            django_statements.tell_all(self.tell_statement, self.root, self.settings.get("closely"))
        self.settings["perturbation"].install_in_django(self.tell_statement, self.root)

    def check(self, needed):
        found = self.state.run_checks(self.runner, needed, self.settings.get("checks") == "known")
        if found:
            self.notice("check", found)

    def warm(self):
        if self.options.get("accelerate"):
            django_inventory.import_all(self.inventory.get("model_modules", []))
            self.state.check_before_forking(self.runner, self.inventory.get("databases", []))

    def forked(self, settings):
        super().forked(settings)
        self.databases = django_databases.take_from_environment()
        self.facts = facts.from_environment()
        self.state.use_temporary_directory()
        django_databases.close_inherited()

    def before_template(self):
        """Comes in a process that prepares a database, once it has discovered the tests."""

    def end(self):
        self.state.tear_down()

    def watches(self):
        return django_leaks.watches()

    def descriptors(self):
        return django_leaks.descriptors()

    def tell_statement(self, type, **members):
        self.tell(type, **members)  # which the core replaces

    def ensure_configured(self):
        if not self.configured:
            self.configured = True
            with django_accelerations.loading(self.options):
                self.configure()
            from django.conf import settings

            try:
                databases = settings.DATABASES  # the first look imports the settings, and raises what they do
            except ImportError as err:
                raise django_project.no_settings(err) from None
            if self.options.get("backend"):
                django_engines.replace(databases, self.options["backend"])
            self.state.lead_to_servers(self.databases)

    def ensure_set_up(self, labels):
        """Sets up apps and test environment, once: what a process has loaded cannot be unloaded."""
        self.ensure_configured()
        if self.labels is None:
            self.labels = list(labels)
            with django_accelerations.loading(self.options):
                self.set_up_apps(labels)
            self.set_up_modules = [name for name in sys.modules if name not in self.before]
            self.runner = django_project.make_runner(self.runner_class(), self.options)
            self.state.set_up_environment(self.runner)
            self.make_discovery()
        elif self.labels != list(labels):
            if self.labels_choose_apps:
                known = " ".join(self.labels) or "of all tests"
                raise ValueError("this process has been set up for the labels " + known)
            self.labels = list(labels)
            self.make_discovery()

    def runner_class(self):
        return self.choice and self.choice.runner or django_project.runner_class()

    def scripts(self):
        """Returns the files that settings may be in, and that are no modules."""
        return [self.choice.script] if self.choice else []

    def make_discovery(self):
        self.discovery = django_discovery.Discovery(self.runner, self.labels, self.all_labels(), self.options)
        self.loader = loading.Loader(
            self.runner.test_loader,
            self.discovery.every_test,
            self.options.get("pattern") or "test*.py",
            self.inventory.get("made", []),
        )

    def ensure_listed(self):
        """Sets up for the listing whose tests this process runs."""
        if self.labels is None and self.inventory:
            self.ensure_configured()
            importing.extend_path(self.inventory.get("path", []))
            self.ensure_set_up(self.inventory.get("labels", []))
        elif self.labels is None:
            self.discover([])

    def names_near(self, label):
        """Returns the names that a label which means nothing could have meant."""
        return [test.id() for test in self.discovery.build([])]

    def take_inventory(self, tests, path):
        """Notes what later processes want to know; path has the folders that discovery imported from."""
        databases, serialized = django_discovery.databases_of(self.runner, tests)
        modules = django_inventory.modules_with_models(frozenset(self.set_up_modules))
        self.inventory = {
            "labels": self.labels,
            "path": path,
            "made": sorted(getattr(self.runner.test_loader, "made", ())),
            "databases": databases,
            "serialized": serialized,
            "model_modules": modules,
            "inputs": django_inventory.inputs(self.set_up_modules + modules) + self.scripts(),
        }
