"""Tests that print in every way they can, and one that looks whether it still works. All of them pass."""
import os
import subprocess
import sys
import threading

from django.test import SimpleTestCase, tag


@tag('pitfall')
class PrintingTests(SimpleTestCase):
    def test_prints(self):
        print('to standard output')
        print('to standard error', file=sys.stderr)

    def test_prints_half_a_line(self):
        sys.stdout.write('half a line')

    def test_prints_without_flushing(self):
        sys.stdout.write('left in a buffer\n')

    def test_prints_bytes_that_are_no_text(self):
        sys.stdout.flush()
        os.write(1, b'\xff\xfe\x00\x1b[31m\n')

    def test_prints_on_every_descriptor(self):
        for descriptor in range(64):
            try:
                os.write(descriptor, b'{"type":"bye"}\n')
            except OSError:
                pass

    def test_prints_what_looks_like_a_message(self):
        print('{"type":"attempt","test":"%s","outcome":"fail","ns":1}' % self.id())

    def test_prints_what_looks_like_a_marker(self):
        print('\x16=== END  NONCE 1')
        print('\x16=== SYNC  NONCE 1')

    def test_prints_in_a_thread(self):
        thread = threading.Thread(target=print, args=('in a thread',))
        thread.start()
        thread.join()

    def test_prints_in_a_child(self):
        sys.stdout.flush()
        subprocess.run([sys.executable, '-c', 'print("in a child")'], check=True)

    def test_prints_in_a_child_that_lives_on(self):
        child = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(1); print("later")'])
        self.addCleanup(child.wait)

    def test_prints_much(self):
        for i in range(2000):
            print('line %d %s' % (i, 'x' * 100))

    def test_prints_what_it_cannot(self):
        try:
            print('\ud800')
        except UnicodeEncodeError:
            pass


@tag('pitfall')
class ReplacingTests(SimpleTestCase):
    def test_replaces_standard_output(self):
        self.addCleanup(setattr, sys, 'stdout', sys.stdout)
        sys.stdout = open(os.devnull, 'w')
        self.addCleanup(sys.stdout.close)
        print('nobody sees this')

    def test_closes_standard_output(self):
        before = sys.stdout
        sys.stdout = open(os.dup(1), 'w')
        sys.stdout.close()
        self.addCleanup(setattr, sys, 'stdout', before)

    def test_closes_descriptor_1(self):
        sys.stdout.flush()
        kept = os.dup(1)
        os.close(1)
        self.addCleanup(os.close, kept)
        self.addCleanup(os.dup2, kept, 1)

    def test_leads_descriptor_1_elsewhere(self):
        sys.stdout.flush()
        kept = os.dup(1)
        self.addCleanup(os.close, kept)
        self.addCleanup(os.dup2, kept, 1)
        with open(os.devnull, 'w') as file:
            os.dup2(file.fileno(), 1)
        print('nobody sees this either', flush=True)

    def test_still_works(self):
        print('after all that')
