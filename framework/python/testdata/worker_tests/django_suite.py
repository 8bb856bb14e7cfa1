"""Drives the worker over small Django projects, as ptr does: list, prepare, run."""

import importlib.util
import json
import os
import socketserver
import subprocess
import sys
import tempfile
import textwrap
import threading
import unittest

import driver

SETTINGS = """
    SECRET_KEY = "not secret"
    INSTALLED_APPS = ["django.contrib.contenttypes", "django.contrib.auth", "django.contrib.sites", "shop"]
    DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}}
    DEFAULT_AUTO_FIELD = "django.db.models.AutoField"
    ROOT_URLCONF = "project.urls"
    MIDDLEWARE = []
    SITE_ID = 1
    USE_TZ = False
"""

MANAGE = """
    import os
    import sys

    def main():
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "project.settings")
        from django.core.management import execute_from_command_line
        execute_from_command_line(sys.argv)

    if __name__ == "__main__":
        main()
"""

MODELS = """
    from django.db import models

    class Shelf(models.Model):
        name = models.CharField(max_length=20)

    class Book(models.Model):
        shelf = models.ForeignKey(Shelf, models.CASCADE)
        title = models.CharField(max_length=20, default="")
"""

PROJECT = {
    "manage.py": MANAGE,
    "project/__init__.py": "",
    "project/settings.py": SETTINGS,
    "project/urls.py": "urlpatterns = []\n",
    "shop/__init__.py": "",
    "shop/models.py": MODELS,
    "shop/tests.py": "",
}

TWO_DATABASES = """
    DATABASES["other"] = {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}
"""


def project(more=None, settings="", tests=None):
    """Returns the files of a project, with some replaced, added, and texts added to the settings."""
    files = dict(PROJECT, **(more or {}))
    more_settings = [settings] if isinstance(settings, str) else settings
    files["project/settings.py"] = "".join(map(textwrap.dedent, [SETTINGS, *more_settings]))
    if tests is not None:
        files["shop/tests.py"] = tests
    return files


class Facts(socketserver.ThreadingMixIn, socketserver.UnixStreamServer):
    """ptr's side of the facts."""

    daemon_threads = True

    class Handler(socketserver.StreamRequestHandler):
        def handle(self):
            for line in self.rfile:
                message = json.loads(line)
                known = self.server.known
                if message["type"] == "fact":
                    known[message["name"]] = message["text"]
                else:
                    self.server.asked.append(message["name"])
                value = known.get(message["name"])
                facts = {} if value is None else {"facts": {message["name"]: value}}
                self.wfile.write(json.dumps(dict(facts, type="facts")).encode() + b"\n")

    def __init__(self, path):
        super().__init__(path, self.Handler)
        self.path, self.known, self.asked = path, {}, []


class Suite:
    """A project that was listed, and whose databases were prepared."""

    def __init__(self, case, folder, face="django", options=None):
        self.case = case
        self.folder = folder
        self.face = face
        self.options = options or {}
        self.scratch = tempfile.mkdtemp(dir=folder, prefix="scratch_")
        self.facts = Facts(os.path.join(self.scratch, "facts"))
        thread = threading.Thread(target=self.facts.serve_forever, daemon=True)
        thread.start()
        case.addCleanup(self.facts.server_close)
        case.addCleanup(self.facts.shutdown)
        self.snapshots = {}
        self.messages = []
        self.inventory = ""
        self.checks = "all"

    def settings(self):
        return {
            "face": self.face,
            "root": self.folder,
            "options": json.dumps(self.options),
            "inventory": self.inventory,
            "checks": self.checks,
        }

    def start(self, environment=None, leaks=False, closely=False):
        """Starts a worker and has it initialised."""
        environment = dict(environment or {}, PTR_FACTS=self.facts.path)
        worker = driver.Worker(self.folder, (), environment)
        self.case.addCleanup(worker.close)
        worker.receive()
        worker.send("init", version=1, nonce=driver.NONCE, seed=7, leaks=leaks, closely=closely, settings=self.settings())
        return worker

    def describe(self):
        """Returns the databases of the message `project` by alias, or the text of an error."""
        worker = self.start()
        worker.send("describe")
        answer = worker.receive()
        worker.end()
        if answer["type"] == "error":
            return answer["text"]
        return {each["alias"]: each for each in json.loads(answer["settings"]["databases"])}

    def list(self, *labels):
        """Lists in a process of its own. Returns the names of the tests."""
        worker = self.start()
        self.messages = worker.list(*labels)
        worker.end()
        self.case.assertEqual(self.messages[-1]["type"], "inventory", self.messages[-1])
        self.inventory = self.messages[-1]["text"]
        return [name for kind in self.kinds().values() for name in kind]

    def kinds(self):
        return {each["kind"]: each["names"] for each in self.messages if each["type"] == "tests"}

    def problems(self):
        return [each for each in self.messages if each["type"] == "problem"]

    def prepare(self, alias, **environment):
        """Has the database of an alias made. Returns what the process wrote to standard error."""
        init = os.path.join(self.scratch, "init.json")
        with open(init, "w", encoding="utf-8") as file:
            json.dump(self.settings(), file)
        ours = {
            "PTR_DATABASE_" + alias: self.place(alias),
            "PTR_PYTHON_INIT": init,
            "PTR_FACTS": self.facts.path,
        }
        done = subprocess.run(
            [sys.executable, driver.PACKAGE, "prepare", alias],
            cwd=self.folder,
            env=dict(os.environ, **ours, **environment),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            timeout=driver.PATIENCE,
        )
        output = done.stdout.decode("utf-8", "replace")
        self.case.assertEqual(done.returncode, 0, output)
        return output

    def place(self, alias):
        """Returns where the database of an alias is to be made, as the variable has it."""
        self.snapshots[alias] = os.path.join(self.scratch, alias + ".sqlite3")
        return "backend=sqlite\npath=%s\n" % self.snapshots[alias]

    def given(self, how):
        """Returns the variables that lead a worker to its databases."""
        return {
            "PTR_DATABASE_" + alias: "backend=sqlite\npath=%s\nhow=%s\n" % (path, how)
            for alias, path in self.snapshots.items()
        }

    def run(self, how="memory", leaks=False, names=None, environment=None):
        """Runs all tests that were listed in one process."""
        worker = self.start(dict(self.given(how), **(environment or {})), leaks)
        messages = []
        for kind, listed in self.kinds().items():
            chosen = [name for name in listed if names is None or name in names]
            if chosen:
                messages += worker.run(chosen, kind)
        return driver.Run(messages, *worker.end())


@unittest.skipUnless(importlib.util.find_spec("django"), "Django is not installed")
class DjangoTestCase(driver.WorkerTestCase):
    """Has small Django projects."""

    def project(self, *arguments, options=None, **named):
        return Suite(self, self.suite(project(*arguments, **named)), options=options)

    def prepared(self, *arguments, aliases=("default",), options=None, **named):
        """Returns a project that was listed and prepared."""
        suite = self.project(*arguments, options=options, **named)
        suite.list()
        for alias in aliases:
            suite.prepare(alias)
        return suite

    def outcomes(self, *arguments, aliases=("default",), how="memory", options=None, **named):
        """Returns the outcomes of a project's tests by the last parts of their names."""
        run = self.prepared(*arguments, aliases=aliases, options=options, **named).run(how)
        self.assertEqual([each["text"] for each in run.all("error")], [], run.output)
        return run.outcomes()

    def assert_all_pass(self, tests, **named):
        """Runs the tests of a project, and shows how those ended that did not pass."""
        run = self.prepared(tests=tests, **named).run()
        failed = {
            name: each.get("text") or each.get("failure") or each["outcome"]
            for name, each in run.attempts().items()
            if each["outcome"] != "pass"
        }
        errors = [each["text"] for each in run.all("error")]
        self.assertEqual((failed, errors), ({}, []), run.output)
        self.assertTrue(run.attempts())
