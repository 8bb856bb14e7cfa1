"""Tests that do to their process what others then suffer from, and those who notice. A serial run survives them."""
import gc
import os
import signal
import sys
import tempfile
import threading
import time
import unittest

from django.test import SimpleTestCase, tag


@tag('pitfall')
class ForkTests(SimpleTestCase):
    def wait(self, pid):
        return os.waitpid(pid, 0)[1]

    def test_forks_a_child_that_exits(self):
        pid = os.fork()
        if pid == 0:
            os._exit(0)
        self.assertEqual(self.wait(pid), 0)

    def test_forks_a_child_that_prints(self):
        sys.stdout.flush()
        pid = os.fork()
        if pid == 0:
            os.write(1, b'from a child\n')
            os._exit(0)
        self.assertEqual(self.wait(pid), 0)

    def test_forks_a_child_that_fails(self):
        pid = os.fork()
        if pid == 0:
            os._exit(7)
        self.assertEqual(self.wait(pid), 0)

    def test_forks_a_child_that_is_killed(self):
        pid = os.fork()
        if pid == 0:
            signal.pause()
            os._exit(0)
        os.kill(pid, signal.SIGKILL)
        self.assertEqual(self.wait(pid), signal.SIGKILL)

    def test_forks_a_child_and_forgets_it(self):
        if os.fork() == 0:
            os._exit(0)

    def test_waits_for_a_child_that_another_forgot(self):
        try:
            while os.waitpid(-1, os.WNOHANG) != (0, 0):
                pass
        except ChildProcessError:
            pass


@tag('pitfall')
class FolderTests(unittest.TestCase):
    def test_1_changes_it(self):
        os.chdir(tempfile.gettempdir())

    def test_2_finds_nothing_there(self):
        self.assertFalse(os.path.exists('manage.py'))

    def test_3_removes_its_own(self):
        folder = tempfile.mkdtemp()
        os.chdir(folder)
        os.rmdir(folder)

    def test_4_is_nowhere(self):
        os.getcwd()

    def test_5_goes_back(self):
        os.chdir(os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__)))))


@tag('pitfall')
class TracingTests(unittest.TestCase):
    def test_1_sets_a_trace(self):
        sys.settrace(lambda *args: None)

    def test_2_removes_it(self):
        sys.settrace(None)

    def test_3_limits_recursion(self):
        before = sys.getrecursionlimit()
        sys.setrecursionlimit(150)
        self.addCleanup(sys.setrecursionlimit, before)

    def test_4_switches_the_collector_off(self):
        self.addCleanup(gc.enable)
        gc.disable()

    def test_5_ignores_signals(self):
        for number in signal.SIGINT, signal.SIGTERM:
            self.addCleanup(signal.signal, number, signal.getsignal(number))
            signal.signal(number, signal.SIG_IGN)

    def test_6_handles_an_alarm(self):
        heard = []
        self.addCleanup(signal.signal, signal.SIGALRM, signal.signal(signal.SIGALRM, lambda *args: heard.append(1)))
        signal.setitimer(signal.ITIMER_REAL, 0.01)
        while not heard:
            time.sleep(0.01)

    def test_7_fails_in_a_thread(self):
        thread = threading.Thread(target=int, args=('no number',))
        thread.start()
        thread.join()
