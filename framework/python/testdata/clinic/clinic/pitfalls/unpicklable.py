"""Exceptions that cannot cross the border of a process as objects."""
import socket
import threading

from django.test import SimpleTestCase, tag


class NoText(Exception):
    def __str__(self):
        raise ValueError('there is no text')


class NoRepr(Exception):
    def __repr__(self):
        raise ValueError('there is no repr')


class NoReduce(Exception):
    def __reduce__(self):
        raise TypeError('never to be copied')


class TwoArguments(Exception):
    """Copies of it are made with one argument, which fails."""

    def __init__(self, code, text):
        super().__init__('%s: %s' % (code, text))


class Strange(BaseException):
    pass


class StaleText(Exception):
    """Its text is another one each time."""

    def __str__(self):
        self.times = getattr(self, 'times', 0) + 1
        return 'asked %d times' % self.times


@tag('pitfall')
class UnpicklableTests(SimpleTestCase):
    def test_a_local_class(self):
        class Local(Exception):
            pass
        raise Local('of the test alone')

    def test_a_generator(self):
        raise ValueError('holds a generator', (i for i in range(3)))

    def test_a_socket(self):
        with socket.socket() as s:
            raise OSError('holds a socket', s)

    def test_a_lock(self):
        error = RuntimeError('holds a lock')
        error.lock = threading.Lock()
        raise error

    def test_a_lambda(self):
        raise ValueError(lambda: None)

    def test_itself(self):
        error = ValueError('holds itself')
        error.args = (error.args[0], error)
        error.__cause__ = error
        raise error

    def test_no_text(self):
        raise NoText

    def test_no_repr(self):
        raise NoRepr('but a text')

    def test_no_reduce(self):
        raise NoReduce('as text only')

    def test_two_arguments(self):
        raise TwoArguments(404, 'not found')

    def test_no_exception_of_the_usual_kind(self):
        raise Strange('a BaseException')

    def test_a_text_that_changes(self):
        raise StaleText

    def test_a_text_that_is_no_unicode(self):
        raise ValueError('half a pair: \ud800, a null: \0, a bell: \a')

    def test_a_long_text(self):
        raise ValueError('x' * 1000000)

    def test_an_empty_text(self):
        raise AssertionError

    def test_a_local_variable_without_repr(self):
        class Sulky:
            def __repr__(self):
                raise ZeroDivisionError('no repr')
        sulky = Sulky()
        self.assertIsNone(sulky.__dict__)

    def test_a_local_variable_that_is_long(self):
        long = list(range(100000))
        self.assertEqual(len(long), 0)

    def test_a_subtest_with_a_generator(self):
        with self.subTest(g=(i for i in range(3)).__class__):
            raise ValueError('in a subtest', (i for i in range(3)))

    def test_a_subtest_with_a_lock(self):
        class Key:
            def __init__(self):
                self.lock = threading.Lock()

            def __repr__(self):
                return '<Key>'
        with self.subTest(key=Key()):
            raise ValueError('in a subtest')

    def test_a_subtest_with_many_letters(self):
        with self.subTest(text='&' * 20000):
            self.fail('a long name')
