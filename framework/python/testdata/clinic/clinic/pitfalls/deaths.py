"""Tests that end their process, or never end. Those between them pass."""
import ctypes
import os
import signal
import threading
import time
import unittest

from django.test import SimpleTestCase, TestCase, TransactionTestCase, tag

from people.models import Ward


@tag('pitfall', 'death')
class ExitTests(SimpleTestCase):
    def test_1_passes(self):
        pass

    def test_2_exits_with_a_status(self):
        os._exit(3)

    def test_3_passes(self):
        pass

    def test_4_exits_as_if_all_were_well(self):
        print('about to exit')
        os._exit(0)

    def test_5_passes(self):
        pass


@tag('pitfall', 'death')
class SignalTests(TestCase):
    def test_1_is_killed(self):
        Ward.objects.create(name='Attic')
        os.kill(os.getpid(), signal.SIGKILL)

    def test_2_finds_its_database(self):
        self.assertEqual(Ward.objects.count(), 3)

    def test_3_is_terminated(self):
        os.kill(os.getpid(), signal.SIGTERM)
        time.sleep(60)

    def test_4_reads_where_nothing_is(self):
        ctypes.string_at(0)

    def test_5_finds_its_database(self):
        self.assertEqual(Ward.objects.count(), 3)

    def test_6_aborts(self):
        os.abort()


@tag('pitfall', 'death')
class CommittedTests(TransactionTestCase):
    """What was committed is gone with the clone."""

    def test_1_is_killed_with_rows_committed(self):
        Ward.objects.create(name='Attic')
        os.kill(os.getpid(), signal.SIGKILL)

    def test_2_finds_none_of_them(self):
        self.assertFalse(Ward.objects.filter(name='Attic').exists())


@tag('pitfall', 'death')
class ClassTests(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        os._exit(5)

    def test_never_begins(self):
        pass


@tag('pitfall', 'death')
class InterruptTests(unittest.TestCase):
    def test_interrupts(self):
        raise KeyboardInterrupt

    def test_passes_after_it(self):
        pass


@tag('pitfall', 'hang')
class HangTests(unittest.TestCase):
    def test_sleeps(self):
        time.sleep(3600)

    def test_waits_for_itself(self):
        lock = threading.Lock()
        with lock:
            lock.acquire()

    def test_waits_without_letting_go(self):
        # Ten minutes in C, holding the interpreter's lock.
        ctypes.PyDLL(None).sleep(600)

    def test_passes(self):
        pass


@tag('pitfall', 'hang')
class ThreadTests(unittest.TestCase):
    def test_leaves_a_thread_that_keeps_the_process(self):
        threading.Thread(target=time.sleep, args=(3600,)).start()
