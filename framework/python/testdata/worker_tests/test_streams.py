"""Markers, and tests that are rough with streams, processes and threads."""

import os
import re
import signal
import unittest

import driver

ROUGH = """
    import io, os, sys, threading, time, unittest

    class T(unittest.TestCase):
        def test_1(self): %s
        def test_2(self): print("still here")
"""


def lines_by_test(output):
    """Returns what was printed, by the number of the test; 0 is outside of any."""
    found, number = {}, 0
    for line in re.split(r"(\x16===.*\n)", output):
        mark = re.fullmatch(r"\x16=== (TEST|END|SYNC)  %s (\d+)\n" % driver.NONCE, line)
        if mark:
            number = int(mark.group(2)) if mark.group(1) == "TEST" else 0
        elif line:
            found[number] = found.get(number, "") + line
    return found


class MarkersTest(driver.WorkerTestCase):
    def test_they_part_the_output_of_tests(self):
        run = self.run_all(
            """
            import os, sys, unittest
            class T(unittest.TestCase):
                def test_1(self): print("one")
                def test_2(self): sys.stderr.write("two without an end")
                def test_3(self): os.write(1, b"three")
            """
        )
        self.assertEqual(lines_by_test(run.output), {1: "one\n", 2: "two without an end", 3: "three"})
        self.assertTrue(run.output.endswith("\x16=== SYNC  K3N7 1\n"))

    def test_tests_are_counted_within_the_process(self):
        worker = self.worker(self.suite({"test_it.py": ROUGH % "pass"}))
        for batch in (["test_it.T.test_1", "test_it.T.test_2"], ["test_it.T.test_1"]):
            worker.run(batch)
        marks = re.findall(r"\x16=== (\w+  K3N7 \d+)\n", worker.end()[1])
        self.assertEqual(
            marks,
            ["TEST  K3N7 1", "END  K3N7 1", "TEST  K3N7 2", "END  K3N7 2", "SYNC  K3N7 1"]
            + ["TEST  K3N7 3", "END  K3N7 3", "SYNC  K3N7 2"],
        )


class RoughTest(driver.WorkerTestCase):
    def survives(self, statement, outcome="pass"):
        run = self.run_all(ROUGH % statement)
        self.assertEqual(run.outcomes(), {"test_1": outcome, "test_2": "pass"})
        self.assertEqual(run.status, 0, run.output)
        self.assertIn("SYNC", run.output)
        return run

    def test_standard_output_may_be_replaced(self):
        for statement in (
            "sys.stdout = io.StringIO()",
            "sys.stdout = sys.stderr = None",
            "sys.stdout = object()",
            "sys.stdout = io.StringIO(); sys.stdout.close(); sys.stdout = sys.__stdout__",
        ):
            with self.subTest(statement=statement):
                run = self.run_all((ROUGH % statement).replace('print("still here")', "pass"))
                self.assertEqual((run.outcomes(), run.status), ({"test_1": "pass", "test_2": "pass"}, 0))

    def test_standard_output_may_be_closed(self):
        run = self.survives("print('lost'); os.close(1); os.close(2)")
        self.assertIn("END  K3N7 2", run.output)

    def test_standard_output_may_be_redirected(self):
        run = self.survives("os.dup2(os.open('/dev/null', os.O_WRONLY), 1)")
        self.assertIn("END  K3N7 2", run.output)

    def test_standard_input_may_be_closed(self):
        self.survives("os.close(0)")

    def test_forged_messages_are_only_print(self):
        self.survives("print('{\"type\":\"attempt\",\"test\":\"test_it.T.test_2\",\"outcome\":\"fail\"}')")

    def test_every_descriptor_may_be_written_to(self):
        self.survives(
            "[os.write(fd, b'x') for fd in range(100) if os.path.exists('/proc/self/fd/%d' % fd) and fd]"
        )

    def test_functions_of_the_system_may_be_mocked_for_good(self):
        run = self.run_all(
            """
            import os, time, unittest
            class T(unittest.TestCase):
                @classmethod
                def setUpClass(cls):
                    os.getpid = time.time_ns = time.perf_counter_ns = lambda: 1
                    os.write = os.getcwd = os.listdir = None
                def test_1(self): pass
                def test_2(self): self.assertEqual(os.getpid(), 1)
            """,
            leaks=True,
        )
        self.assertEqual(run.outcomes(), {"test_1": "pass", "test_2": "pass"})
        self.assertGreater(run.messages[0]["at"], 10**18)

    def test_a_thread_that_never_ends_does_not_keep_the_process(self):
        self.survives("threading.Thread(target=threading.Event().wait).start()")

    def test_functions_for_the_exit_run_in_spite_of_such_a_thread(self):
        run = self.survives(
            "import atexit; atexit.register(print, 'at exit');"
            " threading.Thread(target=threading.Event().wait).start()"
        )
        self.assertIn("at exit", run.output)


@unittest.skipUnless(hasattr(os, "fork"), "this system does not fork")
class ForkTest(driver.WorkerTestCase):
    def forked(self, in_child):
        return self.run_all(
            """
            import os, sys, unittest
            class T(unittest.TestCase):
                def test_1(self):
                    pid = os.fork()
                    if not pid:
                        %s
                    status = os.waitpid(pid, 0)[1] >> 8
                    self.assertEqual(status, 0, "status of the child")
                def test_2(self): print("second")
            """
            % in_child
        )

    def test_a_child_that_returns_says_nothing_and_runs_nothing(self):
        run = self.forked("return")
        self.assertEqual(
            [(m["type"], m.get("test")) for m in run.messages],
            [
                ("begin", "test_it.T.test_1"),
                ("attempt", "test_it.T.test_1"),
                ("begin", "test_it.T.test_2"),
                ("attempt", "test_it.T.test_2"),
                ("done", None),
            ],
        )
        self.assertEqual(run.outcomes(), {"test_1": "pass", "test_2": "pass"})
        self.assertEqual(run.output.count("second"), 1)

    def test_a_child_that_fails_says_so_on_standard_error(self):
        run = self.forked('self.fail("in the child")')
        self.assertEqual(run.outcomes(), {"test_1": "fail", "test_2": "pass"})
        self.assertIn("in the child", run.output)
        self.assertRegex(run.attempts()["test_it.T.test_1"]["failure"], "1 != 0 : status of the child")

    def test_subtests_in_a_child_are_not_told(self):
        run = self.forked("with self.subTest(): self.fail()")
        self.assertEqual(len(run.all("attempt")), 2)

    def test_a_child_that_lives_on_does_not_keep_the_pipes(self):
        worker = self.worker(
            self.suite(
                {
                    "test_it.py": """
                        import os, time, unittest
                        class T(unittest.TestCase):
                            def test_1(self):
                                if not os.fork():
                                    time.sleep(600)
                                    os._exit(0)
                    """
                }
            )
        )
        worker.run(["test_it.T.test_1"])
        children = read_children(worker.process.pid)
        self.addCleanup(lambda: [os.kill(int(pid), signal.SIGKILL) for pid in children])
        worker.process.kill()
        self.assertEqual(worker.until(), [])


class DeathsTest(driver.WorkerTestCase):
    def dies(self, statement):
        run = self.run_all(ROUGH % statement)
        self.assertEqual([m["type"] for m in run.messages], ["begin"])
        return run

    def test_os_exit_is_the_end_of_the_pipe(self):
        self.assertEqual(self.dies("os._exit(7)").status, 7)

    @unittest.skipUnless(hasattr(signal, "SIGKILL"), "a signal of Unix")
    def test_a_kill(self):
        self.assertEqual(self.dies("os.kill(os.getpid(), 9)").status, -9)

    @unittest.skipUnless(hasattr(signal, "SIGQUIT"), "a signal of Unix")
    def test_a_quit_shows_the_stacks_even_without_standard_error(self):
        for before in ("", "sys.stderr = None; os.close(2); "):
            run = self.dies(before + "import signal; os.kill(os.getpid(), signal.SIGQUIT); time.sleep(9)")
            self.assertEqual(run.status, -signal.SIGQUIT)
            self.assertIn("in test_1", run.output)

    def test_a_crash_shows_the_stacks(self):
        self.assertIn("in test_1", self.dies("import ctypes; ctypes.string_at(0)").output)


def read_children(pid):
    try:
        with open("/proc/%d/task/%d/children" % (pid, pid)) as file:
            return file.read().split()
    except OSError:
        return []
