"""Tests that leave something behind, one kind each. All of them pass."""
import locale
import logging
import os
import random
import subprocess
import sys
import tempfile
import threading
import types
import unittest
import warnings

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.core.cache import cache
from django.db import connection
from django.db.models.signals import post_save
from django.test import SimpleTestCase, TestCase, tag
from django.utils import timezone, translation

from people.models import Ward

kept = []


def hear(sender, **kwargs):
    pass


@tag('pitfall')
class ProcessLeakTests(unittest.TestCase):
    def test_an_open_file(self):
        kept.append(open(__file__))

    def test_an_open_file_without_a_name(self):
        kept.append(tempfile.TemporaryFile())

    def test_a_pipe(self):
        kept.append(os.pipe())

    def test_a_variable_of_the_environment(self):
        os.environ['CLINIC_LEAK'] = 'left'

    def test_a_variable_that_goes(self):
        os.environ.pop('CLINIC_LEAK', None)

    def test_a_working_directory(self):
        kept.append(os.getcwd())
        os.chdir(tempfile.gettempdir())

    def test_a_working_directory_that_is_put_back(self):
        os.chdir(os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__)))))

    def test_a_child(self):
        kept.append(subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(3)']))

    def test_a_thread(self):
        event = threading.Event()
        thread = threading.Thread(target=event.wait, args=(3,), daemon=True)
        thread.start()
        kept.append((event, thread))

    def test_a_module(self):
        sys.modules['clinic_leak'] = types.ModuleType('clinic_leak')

    def test_a_path_of_modules(self):
        sys.path.append(tempfile.gettempdir())

    def test_a_filter_of_warnings(self):
        warnings.simplefilter('ignore', ResourceWarning)

    def test_a_handler_of_logging(self):
        logging.getLogger('clinic').addHandler(logging.NullHandler())

    def test_a_seed(self):
        random.seed(7)

    def test_a_file_in_the_temporary_folder(self):
        handle, path = tempfile.mkstemp(prefix='clinic-leak-')
        os.close(handle)
        kept.append(path)

    def test_a_locale(self):
        locale.setlocale(locale.LC_ALL, 'C')

    def test_a_name_in_a_module(self):
        os.clinic_leak = 1

    def test_nothing(self):
        with open(__file__) as file:
            file.readline()


@tag('pitfall')
class DjangoLeakTests(SimpleTestCase):
    def test_a_setting(self):
        settings.CLINIC_LEAK = 'left'

    def test_a_receiver(self):
        post_save.connect(hear, sender=Ward)

    def test_a_language(self):
        translation.activate('de')

    def test_a_time_zone(self):
        timezone.activate(timezone.get_fixed_timezone(60))

    def test_a_value_in_the_cache(self):
        cache.set('leak', 'left', None)


@tag('pitfall')
class UndoneTests(TestCase):
    """Rows that the end of the transaction takes away are no leaks."""

    def test_rows(self):
        Ward.objects.create(name='Attic')

    def test_content_types_that_are_cached(self):
        # The row goes, the cache stays.
        ContentType.objects.get_for_model(Ward)


@tag('pitfall')
class RowLeakTests(unittest.TestCase):
    """Rows that stay, since nothing takes them away."""

    def test_a_row(self):
        Ward.objects.create(name='Left behind')

    def test_a_row_that_is_gone(self):
        Ward.objects.filter(name='Surgery').delete()

    def test_a_row_that_has_changed(self):
        Ward.objects.update(floor=13)

    def test_a_table(self):
        with connection.cursor() as cursor:
            cursor.execute('CREATE TABLE clinic_leak (id integer)')


@tag('pitfall')
class ClassLeakTests(SimpleTestCase):
    """The class leaves something behind, and neither of its tests does."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        os.environ['CLINIC_CLASS'] = 'left'

    def test_one(self):
        pass

    def test_another(self):
        pass
