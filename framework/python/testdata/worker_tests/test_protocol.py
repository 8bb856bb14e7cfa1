"""The messages and their order."""

import json
import random
import subprocess
import sys

import driver

TWO_TESTS = """
    import unittest

    class Orders(unittest.TestCase):
        def test_cancel(self):
            pass

        def test_refund(self):
            self.assertEqual(1, 2)
"""


class MessagesTest(driver.WorkerTestCase):
    def test_a_whole_conversation(self):
        folder = self.suite({"test_it.py": TWO_TESTS})
        worker = self.worker(folder)
        listed = worker.list()
        self.assertEqual(
            listed[0],
            {
                "type": "tests",
                "kind": "test",
                "names": ["test_it.Orders.test_cancel", "test_it.Orders.test_refund"],
                "groups": ["test_it.Orders", "test_it.Orders"],
                "loose": ["test_it.Orders"],
                "places": ["test_it.py:5", "test_it.py:8"],
            },
        )
        self.assertEqual([message["type"] for message in listed], ["tests", "inventory"])
        messages = worker.run(["test_it.Orders.test_refund", "test_it.Orders.test_cancel"])
        self.assertEqual(
            [(message["type"], message.get("test"), message.get("outcome")) for message in messages],
            [
                ("begin", "test_it.Orders.test_refund", None),
                ("attempt", "test_it.Orders.test_refund", "fail"),
                ("begin", "test_it.Orders.test_cancel", None),
                ("attempt", "test_it.Orders.test_cancel", "pass"),
                ("done", None, None),
            ],
        )
        self.assertEqual(messages[-1]["batch"], 1)
        self.assertGreater(messages[0]["at"], 1_700_000_000 * 10**9)
        self.assertGreater(messages[1]["ns"], 0)
        worker.send("bye")
        self.assertEqual(worker.until(), [])
        self.assertEqual(worker.process.wait(), 0)

    def test_the_project_is_described(self):
        worker = self.worker(self.suite({"test_it.py": TWO_TESTS}))
        worker.send("describe")
        project = worker.receive()
        self.assertEqual(project["type"], "project")
        self.assertEqual(json.loads(project["settings"]["databases"]), [])
        self.assertIn("python", json.loads(project["settings"]["versions"]))

    def test_the_end_of_the_pipe_is_a_bye(self):
        worker = self.worker(self.suite({"test_it.py": TWO_TESTS}))
        self.assertEqual(worker.end(), ([], "", 0))

    def test_an_unknown_message_is_named(self):
        worker = self.worker(self.suite({"test_it.py": TWO_TESTS}))
        worker.send("dance")
        self.assertEqual(worker.receive(), {"type": "error", "text": 'unknown message "dance"'})
        self.assertEqual(len(self.names(worker)), 2)

    def test_an_error_is_not_answered(self):
        worker = self.worker(self.suite({"test_it.py": TWO_TESTS}))
        worker.send("error", text="what?")
        self.assertEqual(worker.end()[0], [])

    def test_unknown_members_are_passed_over(self):
        worker = self.worker(self.suite({"test_it.py": TWO_TESTS}))
        worker.send("describe", colour="blue")
        self.assertEqual(worker.receive()["type"], "project")

    def test_a_batch_may_be_empty(self):
        worker = self.worker(self.suite({"test_it.py": TWO_TESTS}))
        self.assertEqual(worker.run([]), [{"type": "done", "batch": 1}])

    def test_a_kind_that_there_is_not(self):
        worker = self.worker(self.suite({"test_it.py": TWO_TESTS}))
        self.assertEqual(worker.run([], kind="fuzz"), [{"type": "error", "text": 'unknown kind "fuzz"'}])

    def test_a_face_that_there_is_not(self):
        folder = self.suite({})
        worker = driver.Worker(folder)
        self.addCleanup(worker.close)
        worker.receive()
        worker.send("init", settings={"face": "clown"})
        worker.send("describe")
        self.assertIn("unknown face 'clown'; there are unittest, django", worker.receive()["text"])

    def test_what_comes_before_init_is_refused(self):
        worker = driver.Worker(self.suite({}))
        self.addCleanup(worker.close)
        worker.receive()
        worker.send("list")
        self.assertEqual(worker.receive(), {"type": "error", "text": "list before init"})

    def test_a_second_init_is_refused(self):
        folder = self.suite({})
        worker = self.worker(folder)
        worker.init(folder)
        self.assertEqual(worker.receive(), {"type": "error", "text": "init for the second time"})

    def test_without_pipes_it_says_who_starts_it(self):
        status = subprocess.run(
            [sys.executable, driver.PACKAGE], stderr=subprocess.PIPE, text=True
        )
        self.assertEqual(status.returncode, 2)
        self.assertIn("started by ptr", status.stderr)


class MalformedTest(driver.WorkerTestCase):
    """Each wrong line has one answer, an error, and the worker goes on."""

    def answers_with_error(self, lines):
        worker = self.worker(self.suite({"test_it.py": TWO_TESTS}))
        for line in lines:
            with self.subTest(line=line[:80]):
                worker.send_line(line)
                answer = worker.receive()
                self.assertEqual(answer["type"], "error")
                self.assertNotEqual(answer["text"], "")
        worker.send("describe")
        self.assertEqual(worker.receive()["type"], "project")

    def test_lines_that_are_no_messages(self):
        self.answers_with_error(
            [
                b"",
                b" ",
                b"list",
                b"[]",
                b"null",
                b'"list"',
                b"{}",
                b'{"type":null}',
                b'{"type":["list"]}',
                b'{"type":"list"',
                b'{"type":"list"}}',
                b'{"type":"\xff"}',
                b"\x00\x01\x02",
                b"[" * 100_000,
                b'{"type":' + b"9" * 10_000 + b"}",
            ]
        )

    def test_members_of_wrong_types(self):
        self.answers_with_error(
            [
                b'{"type":"list","names":"shop"}',
                b'{"type":"list","names":[1]}',
                b'{"type":"list","names":{"a":1}}',
                b'{"type":"run","kind":1,"names":[],"batch":1}',
                b'{"type":"run","kind":"test","names":[null],"batch":1}',
                b'{"type":"run","kind":"test","names":[],"batch":"1"}',
                b'{"type":"run","kind":"test","names":[],"batch":true}',
                b'{"type":"run"}',
            ]
        )

    def test_damaged_lines(self):
        # The seed is fixed so that a failure can be seen again.
        chance = random.Random(7)
        whole = json.dumps({"type": "run", "kind": "test", "names": ["a.B.test_c"], "batch": 3}).encode()
        lines = []
        while len(lines) < 300:
            line = bytearray(whole)
            for _ in range(chance.randint(1, 4)):
                line[chance.randrange(len(line))] = chance.choice([c for c in range(256) if c != 10])
            if not is_json_object(line):
                lines.append(bytes(line))
        self.answers_with_error(lines)

    def test_settings_that_are_no_json(self):
        for settings in ({"options": "{"}, {"options": "[]"}, {"inventory": "3"}, {"options": 3}, []):
            with self.subTest(settings=settings):
                worker = driver.Worker(self.suite({}))
                self.addCleanup(worker.close)
                worker.receive()
                worker.send("init", settings=settings)
                self.assertRegex(worker.receive()["text"], "^init: ")


def is_json_object(line):
    try:
        return isinstance(json.loads(line.decode()), dict)
    except ValueError:
        return False
