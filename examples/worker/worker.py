"""A worker for ptr. Its tests are the functions of checks.py that begin with check_.

docs/writing-a-worker.md explains it line by line.
"""

import difflib
import json
import os
import sys
import time
import traceback

# Before anything of the suite's runs: a process that a test starts is no worker.
reads, writes = (int(number) for number in os.environ.pop("PTR_WORKER").split())
os.set_inheritable(reads, False)
os.set_inheritable(writes, False)
stdout = os.dup(1)  # tests may close theirs

import checks  # noqa: E402

TESTS = {name: test for name, test in vars(checks).items() if name.startswith("check_")}
nonce, begun = "", 0


def send(type, **members):
    os.write(writes, json.dumps({"type": type, **members}).encode() + b"\n")


def mark(word, number):
    sys.stdout.flush()
    sys.stderr.flush()
    os.write(stdout, b"\x16=== %s  %s %d\n" % (word, nonce.encode(), number))


def list_tests(labels):
    for label in set(labels) - set(TESTS):
        send("problem", what="label", name=label, names=difflib.get_close_matches(label, TESTS))
    names = [name for name in TESTS if name in labels or not labels]
    lines = [TESTS[name].__code__.co_firstlineno for name in names]
    send("tests", kind="test", names=names, places=["checks.py:%d" % line for line in lines])
    send("inventory")


def run_test(name):
    global begun
    begun += 1
    mark(b"TEST", begun)
    send("begin", test=name, at=time.time_ns())
    start = time.perf_counter_ns()
    end = {"outcome": "pass"}
    try:
        if name not in TESTS:
            raise LookupError("there is no test called " + name)
        TESTS[name]()
    except checks.Skip as reason:
        end = {"outcome": "skip", "failure": str(reason)}
    except Exception as error:
        summary = "%s: %s" % (type(error).__name__, error)
        end = {"outcome": "fail", "failure": summary, "text": traceback.format_exc()}
    ns = time.perf_counter_ns() - start
    mark(b"END", begun)
    send("attempt", test=name, ns=ns, **end)


def follow(message):
    global nonce
    if message["type"] == "init":
        nonce = message["nonce"]
    elif message["type"] == "list":
        list_tests(message.get("names") or [])
    elif message["type"] == "run":
        for name in message["names"]:
            run_test(name)
        mark(b"SYNC", message["batch"])
        send("done", batch=message["batch"])
    elif message["type"] != "error":
        send("error", text="unknown message " + json.dumps(message["type"]))


send("hello", version=1, pid=os.getpid(), marks=True)
for line in open(reads, "rb"):  # until ptr says bye, or hangs up
    try:
        message = json.loads(line)
        if message["type"] == "bye":
            break
        follow(message)
    except (ValueError, TypeError, KeyError) as error:
        send("error", text="malformed message: %r" % error)
