"""Suites of pytest's, where it is installed."""

import importlib.util
import json
import os
import subprocess
import sys
import unittest

import driver


def is_there(module):
    return importlib.util.find_spec(module) is not None


def path_to(module):
    """Returns an environment in which the module is found, wherever it is, if it is anywhere."""
    if not is_there(module):
        return {}
    return {"PYTHONPATH": os.path.dirname(importlib.util.find_spec(module).origin)}


@unittest.skipUnless(is_there("pytest"), "this Python has no pytest")
class PytestTestCase(driver.WorkerTestCase):
    def suite(self, files):
        """Writes files into a new folder, which pytest takes for its rootdir."""
        return super().suite(dict({"pytest.ini": "[pytest]\n"}, **files))

    def worker(self, folder, python=(), environment=None, **init):
        return super().worker(folder, python, environment, face="pytest", **init)

    def listed(self, worker, *labels):
        """Returns the messages that a list is answered with."""
        messages = worker.list(*labels)
        self.assertEqual(messages[-1]["type"], "inventory", messages[-1])
        return messages

    def problems(self, worker, *labels):
        return [message for message in self.listed(worker, *labels) if message["type"] == "problem"]

    def run_all(self, files, names=None, **options):
        """Lists in one process, and runs all in another."""
        folder = self.suite(files if isinstance(files, dict) else {"test_it.py": files})
        messages = self.listed(self.worker(folder, **options))
        kinds = [(message["kind"], message["names"]) for message in messages if message["type"] == "tests"]
        worker = self.worker(folder, inventory=messages[-1]["text"], **options)
        told = []
        for kind, found in kinds:
            told += worker.run([name for name in found if names is None or name in names], kind=kind)
        return driver.Run(told, *worker.end())


def serial(folder, *arguments):
    """Returns what a run of pytest itself prints."""
    command = [sys.executable, "-m", "pytest", "-s", "-q", "-p", "no:cacheprovider", *arguments]
    run = subprocess.run(command, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    return run.stdout


def without_failed(value):
    return value[len("Failed: ") :] if isinstance(value, str) and value.startswith("Failed: ") else value


def last_parts(messages, *members):
    """Returns the members of attempts by the last part of their node IDs.

    What pytest.fail is given has "Failed: " in front of it from pytest 9 on.
    """
    return {
        message["test"].rpartition("::")[2]: tuple(without_failed(message.get(member)) for member in members)
        for message in messages
        if message["type"] == "attempt"
    }


def inventory(messages):
    return json.loads(messages[-1]["text"])
