"""Django's own suite: a folder with a runtests.py, within a checkout of Django.

Proven with Django 3.2.25. What later versions do otherwise was read in their
runtests.py, and never run.
"""

import os
import sys

from ptrworker import django_labels, django_project
from ptrworker.face_django import DjangoFace

__unittest = True


class RuntestsFace(DjangoFace):
    """Sets each process up as `runtests.py LABELS` does.

    The labels decide which apps are installed, and so which tables there are:
    later processes find them in the inventory.
    """

    labels_choose_apps = True

    def __init__(self, settings):
        super().__init__(settings)
        self.script = None  # runtests.py as a module
        self.modules = []  # the labels of all tests

    def configure(self):
        self.find_script()
        self.use_checkout()
        os.environ["DJANGO_SETTINGS_MODULE"] = (
            self.options.get("settings") or os.environ.get("DJANGO_SETTINGS_MODULE") or "test_sqlite"
        )
        sys.argv = ["runtests.py"]
        self.script = django_project.run_script(self.script_path, "runtests")

    def find_script(self):
        """Finds runtests.py, and goes to its folder: labels are folders there."""
        for folder in (self.root, os.path.join(self.root, "tests")):
            self.script_path = os.path.join(folder, "runtests.py")
            if os.path.exists(self.script_path):
                self.root = folder
                os.chdir(folder)
                sys.path.insert(0, folder)
                return
        raise django_project.ProjectError("there is no runtests.py in %s" % self.root)

    def use_checkout(self):
        """Has this process and its children import the Django that the tests are of.

        Its developers install the checkout; here it needs not be.
        """
        checkout = os.path.dirname(self.root)
        if not os.path.exists(os.path.join(checkout, "django", "__init__.py")):
            return
        if checkout not in sys.path:
            sys.path.insert(1, checkout)
        path = os.environ.get("PYTHONPATH", "").split(os.pathsep)
        if checkout not in path:
            os.environ["PYTHONPATH"] = os.pathsep.join(filter(None, [checkout, *path]))

    def set_up_apps(self, labels):
        """Installs the apps that the labels name, of all labels if there are none."""
        script = self.script
        if hasattr(script, "setup_run_tests"):  # from Django 4.0 on
            self.modules, state = script.setup_run_tests(0, None, None, list(labels))
            self.state.undo.append(lambda: script.teardown_run_tests(state))
        else:
            state = script.setup(0, list(labels), 1, None, None)
            self.modules = script.get_installed()
            self.state.undo.append(lambda: script.teardown(state))
        from django.conf import settings

        if not hasattr(settings, "TEST_RUNNER"):
            settings.TEST_RUNNER = "django.test.runner.DiscoverRunner"

    def all_labels(self):
        return self.modules

    def name(self):
        return "django"

    def names_near(self, label):
        """Returns the names of the suite's apps, and those of the tests of the one that is meant."""
        names = [name for name in os.listdir(self.root) if os.path.isdir(name)]
        app = label.partition(".")[0]
        if app in names and django_labels.means_something(app):
            names += [test.id() for test in self.discovery.build([app])]
        return names
