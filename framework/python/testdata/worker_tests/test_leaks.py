"""What tests leave behind is told, of the test that did it."""

import os
import signal
import textwrap
import unittest

import driver

LINUX = unittest.skipUnless(os.path.isdir("/proc/self/fd"), "only Linux lists them")


class LeaksTest(driver.WorkerTestCase):
    def leaks(self, body, **options):
        run = self.run_all(
            textwrap.dedent(
                """
                import os, subprocess, sys, threading, time, unittest, warnings
                keep = []
                """
            )
            + textwrap.dedent(body),
            leaks=True,
            **options
        )
        self.assertEqual({each["outcome"] for each in run.attempts().values()}, {"pass"})
        return run.leaks()

    def leaks_of(self, statement):
        """Returns the leaks of a test of one statement, with a test before it and one after."""
        return self.leaks(
            """
            class T(unittest.TestCase):
                def test_1(self): pass
                def test_2(self): %s
                def test_3(self): pass
            """
            % statement
        )

    def test_innocent_tests_have_none(self):
        self.assertEqual(
            self.leaks(
                """
                import tempfile
                class T(unittest.TestCase):
                    def test_1(self): import wave
                    def test_2(self):
                        self.file = open(__file__)
                        self.addCleanup(self.file.close)
                    def test_3(self): subprocess.run(["true"])
                    def test_4(self):
                        thread = threading.Thread(target=print)
                        thread.start()
                        thread.join()
                    def test_5(self):
                        with tempfile.TemporaryDirectory() as folder:
                            before = os.getcwd()
                            os.chdir(folder)
                            os.chdir(before)
                    def test_6(self):
                        with unittest.mock.patch.dict(os.environ, COLOUR="blue"): pass
                    def test_7(self):
                        with warnings.catch_warnings(): warnings.simplefilter("error")
                    def test_8(self): self.fail_later = open(__file__) and self.skipped
                    @property
                    def skipped(self): return None
                import unittest.mock
                """
            ),
            [],
        )

    @LINUX
    def test_an_open_file(self):
        self.assertRegex(
            str(self.leaks_of("keep.append(open('/dev/null'))")),
            r"^\[\('test_2', 'open file', 'fd \d+: /dev/null'\)\]$",
        )

    @LINUX
    def test_what_a_socket_listens_on(self):
        opens = "import socket; s = socket.socket(); s.bind(('127.0.0.1', 0)); s.listen(); keep.append(s)"
        self.assertRegex(
            str(self.leaks_of(opens)),
            r"^\[\('test_2', 'open file', 'fd \d+: listening on 127\.0\.0\.1:\d+'\)\]$",
        )

    @LINUX
    def test_a_file_that_goes_with_its_test_is_no_leak(self):
        self.assertEqual(self.leaks_of("self.file = open('/dev/null')"), [])

    @LINUX
    def test_a_child_process(self):
        self.assertRegex(
            str(self.leaks_of("keep.append(subprocess.Popen(['sleep', '5']))")),
            r"^\[\('test_2', 'child process', 'pid \d+: .+'\)\]$",
        )

    @LINUX
    def test_helpers_of_multiprocessing_are_no_leaks(self):
        self.assertEqual(
            self.leaks_of("from multiprocessing import shared_memory as s;"
                          " m = s.SharedMemory(create=True, size=9); m.close(); m.unlink()"),
            [],
        )

    def test_the_environment(self):
        self.assertEqual(
            self.leaks_of("os.environ.update(COLOUR='blue', LANGUAGE='xx'); del os.environ['HOME']"),
            [
                ("test_2", "environment", "COLOUR=blue (was not set)"),
                ("test_2", "environment", "HOME is not set (was %s)" % os.environ["HOME"]),
                ("test_2", "environment", "LANGUAGE=xx (was %s)" % os.environ.get("LANGUAGE", "not set")),
            ],
        )

    @unittest.skipUnless(hasattr(signal, "setitimer"), "this system has none")
    def test_a_timer_is_told_and_stopped(self):
        leaks = self.leaks(
            """
            import signal
            class T(unittest.TestCase):
                def test_1(self): signal.alarm(1000); signal.alarm(0)
                def test_2(self): signal.setitimer(signal.ITIMER_REAL, 2000, 10)
                def test_3(self): self.assertEqual(signal.getitimer(signal.ITIMER_REAL), (0.0, 0.0))
            """
        )
        self.assertEqual(leaks, [("test_2", "timer", "SIGALRM, in 2000.0 s")])

    def test_the_working_directory_is_put_back(self):
        [leak] = self.leaks(
            """
            class T(unittest.TestCase):
                def test_1(self): T.before = os.getcwd()
                def test_2(self): os.chdir("/")
                def test_3(self): self.assertEqual(os.getcwd(), T.before)
            """
        )
        self.assertEqual(leak[:2], ("test_2", "working directory"))
        self.assertRegex(leak[2], r"^/ \(was /.+\)$")

    def test_a_working_directory_that_is_gone_is_put_back(self):
        [leak] = self.leaks_of("import tempfile; d = tempfile.mkdtemp(); os.chdir(d); os.rmdir(d)")
        self.assertRegex(leak[2], r"^a removed one \(was /.+\)$")

    def test_a_thread(self):
        self.assertEqual(
            self.leaks_of("threading.Thread(target=time.sleep, args=(9,), name='idle', daemon=True).start()"),
            [("test_2", "thread", "idle (daemon)")],
        )

    def test_a_thread_that_is_about_to_end_is_no_leak(self):
        self.assertEqual(self.leaks_of("threading.Thread(target=time.sleep, args=(0.001,)).start()"), [])

    def test_a_replaced_module(self):
        [leak] = self.leaks_of("import json; sys.modules['json'] = os")
        self.assertRegex(str(leak), r"^\('test_2', 'module', .json is <module 'os'.+\(was <module 'json'")

    def test_a_removed_module(self):
        [leak] = self.leaks_of("import json; del sys.modules['json']")
        self.assertRegex(str(leak), r"^\('test_2', 'module', .json is not loaded \(was <module 'json'")

    def test_modules_that_cannot_be_compared(self):
        [leak] = self.leaks(
            """
            class Odd:
                def __eq__(self, other): raise ValueError
                def __repr__(self): raise ValueError
            sys.modules["odd"] = Odd()
            class T(unittest.TestCase):
                def test_1(self): pass
                def test_2(self): sys.modules["odd"] = Odd()
                def test_3(self): pass
            """
        )
        self.assertEqual(leak[:2], ("test_2", "module"))

    def test_a_filter_of_warnings(self):
        self.assertEqual(
            self.leaks_of("warnings.filterwarnings('ignore', 'old', DeprecationWarning, 'shop')"),
            [("test_2", "warnings filter", "ignore:old:DeprecationWarning:shop was added")],
        )

    @LINUX
    def test_what_fixtures_leave_is_theirs(self):
        leaks = self.leaks(
            """
            class T(unittest.TestCase):
                @classmethod
                def setUpClass(cls):
                    os.environ.update(LEFT="1", TAKEN="1")
                    cls.file = open("/dev/null")
                @classmethod
                def tearDownClass(cls):
                    del os.environ["TAKEN"]
                    cls.file.close()
                def test_1(self): pass
                def test_2(self): pass

            class U(unittest.TestCase):
                def test_3(self): pass
            """
        )
        self.assertEqual(leaks, [("T)", "environment", "LEFT=1 (was not set)")])

    @LINUX
    def test_what_the_tear_down_of_a_class_leaves_is_its_own(self):
        leaks = self.leaks(
            """
            class T(unittest.TestCase):
                @classmethod
                def setUpClass(cls):
                    os.environ["TAKEN"] = "1"
                @classmethod
                def tearDownClass(cls):
                    del os.environ["TAKEN"]
                    os.environ["LEFT"] = "1"
                def test_1(self): os.environ["MINE"] = "1"

            class U(unittest.TestCase):
                def test_2(self): pass
            """
        )
        self.assertEqual(
            leaks, [("test_1", "environment", "MINE=1 (was not set)"), ("T)", "environment", "LEFT=1 (was not set)")]
        )

    def test_leaks_come_before_the_attempt(self):
        run = self.run_all(
            """
            import os, unittest
            class T(unittest.TestCase):
                def test_1(self): os.environ["COLOUR"] = "blue"
            """,
            leaks=True,
        )
        self.assertEqual([m["type"] for m in run.messages], ["begin", "leak", "attempt", "done"])

    def test_nobody_looks_unless_asked(self):
        run = self.run_all(
            """
            import os, unittest
            class T(unittest.TestCase):
                def test_1(self): os.environ["COLOUR"] = "blue"; os.chdir("/")
                def test_2(self): self.assertEqual(os.getcwd(), "/")
            """
        )
        self.assertEqual(run.leaks(), [])
        self.assertEqual(set(run.outcomes().values()), {"pass"})
