"""Drives the worker as ptr does: as a process, by lines of JSON on two pipes."""

import contextlib
import json
import os
import subprocess
import sys
import tempfile
import textwrap
import threading
import unittest

PACKAGE = os.path.abspath(os.path.join(os.path.dirname(__file__), "..", "..", "ptrworker"))
NONCE = "K3N7"

# Seconds until a worker that hangs is killed, and its test fails.
PATIENCE = 60


class Worker:
    """A worker process, from its hello to its end."""

    def __init__(self, folder, python=(), environment=None):
        self.output = tempfile.TemporaryFile()
        theirs_in, mine_out = os.pipe()
        mine_in, theirs_out = os.pipe()
        self.process = subprocess.Popen(
            [sys.executable, *python, PACKAGE],
            cwd=folder,
            env=surroundings("%d %d" % (theirs_in, theirs_out), environment or {}),
            pass_fds=(theirs_in, theirs_out),
            stdin=subprocess.DEVNULL,
            stdout=self.output,
            stderr=subprocess.STDOUT,
        )
        os.close(theirs_in)
        os.close(theirs_out)
        self.to_worker = os.fdopen(mine_out, "wb", buffering=0)
        self.from_worker = os.fdopen(mine_in, "rb")
        self.timer = threading.Timer(PATIENCE, self.process.kill)
        self.timer.start()
        self.batches = 0

    def send_line(self, line):
        self.to_worker.write(line + b"\n")

    def send(self, type, **members):
        self.send_line(json.dumps(dict(members, type=type)).encode())

    def receive(self):
        """Returns the next message, or None at the end of the pipe."""
        line = self.from_worker.readline()
        return json.loads(line) if line else None

    def until(self, *types):
        """Returns all messages up to the first of these types, or to the end of the pipe."""
        messages = []
        while not messages or messages[-1]["type"] not in types:
            message = self.receive()
            if message is None:
                break
            messages.append(message)
        return messages

    def init(self, folder, options=None, leaks=False, inventory="", face="unittest", closely=False):
        settings = {
            "face": face,
            "root": str(folder),
            "options": json.dumps(options or {}),
            "inventory": inventory,
        }
        self.send("init", version=1, nonce=NONCE, seed=7, leaks=leaks, closely=closely, settings=settings)

    def list(self, *labels):
        self.send("list", names=labels)
        return self.until("inventory", "error")

    def run(self, names, kind="test"):
        self.batches += 1
        self.send("run", kind=kind, names=list(names), batch=self.batches)
        return self.until("done", "error")

    def end(self):
        """Hangs up. Returns what the worker said to that, its output and its status."""
        self.to_worker.close()
        rest = self.until()
        status = self.process.wait()
        self.output.seek(0)
        return rest, self.output.read().decode("utf-8", "replace"), status

    def close(self):
        """Leaves no process and no file behind."""
        self.timer.cancel()
        self.process.kill()
        self.process.wait()
        for file in (self.to_worker, self.from_worker, self.output):
            with contextlib.suppress(OSError):
                file.close()


def surroundings(pipes, more):
    """Returns the environment of a worker, without what tells this Python how to behave."""
    ours = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    return dict(ours, PTR_WORKER=pipes, **more)


class Run:
    """All that a worker said of one run, and printed."""

    def __init__(self, messages, rest, output, status):
        self.messages = messages
        self.rest = rest
        self.output = output
        self.status = status

    def attempts(self):
        """Returns the attempts by the names of their tests, subtests included."""
        return {message["test"]: message for message in self.messages if message["type"] == "attempt"}

    def outcomes(self):
        """Returns the outcomes by the last part of the tests' names."""
        return {name.rpartition(".")[2]: each["outcome"] for name, each in self.attempts().items()}

    def all(self, type):
        return [message for message in self.messages + self.rest if message["type"] == type]

    def leaks(self):
        """Returns (end of the test's name, what, text) of each leak."""
        return [(m["test"].rpartition(".")[2], m["what"], m["text"]) for m in self.all("leak")]


class WorkerTestCase(unittest.TestCase):
    """Has suites and workers that are gone after the test."""

    def suite(self, files):
        """Writes files into a new folder; texts are dedented."""
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        for name, text in files.items():
            path = os.path.join(folder.name, name)
            os.makedirs(os.path.dirname(path), exist_ok=True)
            with open(path, "w", encoding="utf-8") as file:
                file.write(textwrap.dedent(text))
        return os.path.realpath(folder.name)

    def worker(self, folder, python=(), environment=None, **init):
        """Starts a worker and has it initialised."""
        worker = Worker(folder, python, environment)
        self.addCleanup(worker.close)
        hello = worker.receive()
        self.assertEqual(hello, {"type": "hello", "version": 1, "pid": worker.process.pid, "marks": True})
        worker.init(folder, **init)
        return worker

    def names(self, worker, *labels):
        """Returns the names of all tests that the labels mean."""
        messages = worker.list(*labels)
        self.assertEqual(messages[-1]["type"], "inventory", messages[-1])
        return [name for message in messages if message["type"] == "tests" for name in message["names"]]

    def run_all(self, files, names=None, **options):
        """Runs a suite in one batch; one that is no dict is the text of test_it.py."""
        folder = self.suite(files if isinstance(files, dict) else {"test_it.py": files})
        worker = self.worker(folder, **options)
        messages = worker.run(names or self.names(worker))
        return Run(messages, *worker.end())
