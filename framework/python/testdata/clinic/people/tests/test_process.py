"""What belongs to the process: settings, environment, folders, threads, children, warnings, logging."""
import logging
import os
import subprocess
import sys
import tempfile
import threading
import unittest
import warnings
from unittest import mock

from django.conf import Settings, settings
from django.core.signals import setting_changed
from django.test import SimpleTestCase, modify_settings, override_settings, tag
from django.utils import timezone, translation

from people.names import age


class SettingsTests(SimpleTestCase):
    def test_as_they_are(self):
        self.assertEqual(settings.CLINIC_NAME, 'Riverside')

    def test_replaced_for_a_while(self):
        with self.settings(CLINIC_NAME='Hillside'):
            self.assertEqual(settings.CLINIC_NAME, 'Hillside')
        self.assertEqual(settings.CLINIC_NAME, 'Riverside')

    @override_settings(CLINIC_NAME='Seaside', CLINIC_OPENS=9)
    def test_replaced_for_a_test(self):
        self.assertEqual((settings.CLINIC_NAME, settings.CLINIC_OPENS), ('Seaside', 9))

    def test_missing(self):
        with self.settings():
            del settings.CLINIC_NAME
            self.assertFalse(hasattr(settings, 'CLINIC_NAME'))

    def test_back_again(self):
        self.assertTrue(hasattr(settings, 'CLINIC_NAME'))

    @modify_settings(MIDDLEWARE={'append': 'django.middleware.common.CommonMiddleware'})
    def test_lists_that_grow(self):
        self.assertEqual(len(settings.MIDDLEWARE), 3)

    def test_lists_as_they_are(self):
        self.assertEqual(len(settings.MIDDLEWARE), 2)

    def test_changes_are_told(self):
        heard = []

        def hear(setting, value, enter, **kwargs):
            heard.append((setting, value, enter))
        setting_changed.connect(hear)
        self.addCleanup(setting_changed.disconnect, hear)
        with self.settings(CLINIC_NAME='Hillside'):
            pass
        self.assertEqual(heard, [('CLINIC_NAME', 'Hillside', True), ('CLINIC_NAME', 'Riverside', False)])

    def test_debug_is_off_and_mail_goes_nowhere(self):
        self.assertFalse(settings.DEBUG)
        self.assertEqual(settings.EMAIL_BACKEND, 'django.core.mail.backends.locmem.EmailBackend')

    def test_reading_them_again_changes_nothing(self):
        before = dict(settings.DATABASES['default'])
        again = Settings(settings.SETTINGS_MODULE)
        self.assertEqual(again.DATABASES['default'], before)
        self.assertEqual(settings.DATABASES['default'], before)

    def test_the_host_of_tests_is_allowed(self):
        self.assertIn('testserver', settings.ALLOWED_HOSTS)


@override_settings(CLINIC_CLOSES=12)
class SettingsOfAClassTests(SimpleTestCase):
    def test_hold_for_each(self):
        self.assertEqual(settings.CLINIC_CLOSES, 12)

    @override_settings(CLINIC_CLOSES=13)
    def test_give_way_to_those_of_a_test(self):
        self.assertEqual(settings.CLINIC_CLOSES, 13)


class LocaleTests(SimpleTestCase):
    def test_the_language(self):
        self.assertEqual(translation.get_language(), 'en')

    def test_another_language(self):
        with translation.override('de'):
            self.assertEqual(translation.gettext('Monday'), 'Montag')

    def test_another_time_zone(self):
        with timezone.override(timezone.get_fixed_timezone(90)):
            self.assertEqual(timezone.get_current_timezone_name(), '+0130')

    def test_the_time_zone(self):
        self.assertEqual(timezone.get_current_timezone_name(), 'UTC')


class EnvironmentTests(unittest.TestCase):
    def test_variables(self):
        with mock.patch.dict(os.environ, CLINIC='1'):
            self.assertEqual(os.environ['CLINIC'], '1')
        self.assertNotIn('CLINIC', os.environ)

    def test_the_working_directory_has_manage_py(self):
        self.assertTrue(os.path.exists('manage.py'))

    def test_another_working_directory(self):
        before = os.getcwd()
        self.addCleanup(os.chdir, before)
        with tempfile.TemporaryDirectory() as folder:
            os.chdir(folder)
            self.assertFalse(os.path.exists('manage.py'))
            os.chdir(before)

    def test_files_in_a_folder_of_its_own(self):
        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, 'x')
            with open(path, 'w', encoding='utf-8') as file:
                file.write('ü')
            self.assertEqual(os.path.getsize(path), 2)

    def test_main_is_no_test(self):
        self.assertFalse(hasattr(sys.modules['__main__'], 'EnvironmentTests'))


class ThreadTests(unittest.TestCase):
    def test_threads_end(self):
        found = []
        threads = [threading.Thread(target=found.append, args=(i,)) for i in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertEqual(sorted(found), [0, 1, 2, 3])

    def test_tests_run_in_the_main_thread(self):
        self.assertIs(threading.current_thread(), threading.main_thread())


@tag('slow')
class ChildTests(SimpleTestCase):
    def test_a_child_says_something(self):
        out = subprocess.run([sys.executable, '-c', 'print(6 * 7)'], stdout=subprocess.PIPE, check=True).stdout
        self.assertEqual(out.strip(), b'42')

    def test_a_child_fails(self):
        self.assertEqual(subprocess.run([sys.executable, '-c', 'raise SystemExit(3)']).returncode, 3)

    def test_a_child_inherits_no_descriptor(self):
        script = 'import os, sys; sys.exit(len([f for f in os.listdir("/proc/self/fd") if int(f) > 3]))'
        if not os.path.isdir('/proc/self/fd'):
            self.skipTest('needs /proc')
        self.assertEqual(subprocess.run([sys.executable, '-c', script]).returncode, 0)

    def test_a_child_sets_django_up(self):
        script = 'import django; django.setup(); from people.models import Ward; print(Ward._meta.label)'
        out = subprocess.run([sys.executable, '-c', script], stdout=subprocess.PIPE, check=True).stdout
        self.assertEqual(out.strip(), b'people.Ward')


class WarningTests(unittest.TestCase):
    def test_are_caught(self):
        with self.assertWarnsRegex(UserWarning, 'careful'):
            warnings.warn('be careful')

    def test_are_errors_where_it_is_asked_for(self):
        with warnings.catch_warnings():
            warnings.simplefilter('error')
            with self.assertRaises(UserWarning):
                warnings.warn('be careful')

    def test_are_not_errors(self):
        with warnings.catch_warnings(record=True) as caught:
            warnings.simplefilter('always')
            warnings.warn('be careful')
        self.assertEqual(len(caught), 1)


class LoggingTests(unittest.TestCase):
    logger = logging.getLogger('clinic.tests')

    def test_is_heard(self):
        with self.assertLogs('clinic', 'WARNING') as logs:
            self.logger.warning('low on %s', 'gauze')
            self.logger.info('not told')
        self.assertEqual(logs.output, ['WARNING:clinic.tests:low on gauze'])

    def test_may_be_off(self):
        logging.disable(logging.CRITICAL)
        self.addCleanup(logging.disable, logging.NOTSET)
        self.assertFalse(self.logger.isEnabledFor(logging.CRITICAL))

    def test_is_on(self):
        self.assertTrue(self.logger.isEnabledFor(logging.CRITICAL))


class SkipTests(unittest.TestCase):
    @unittest.skip('there is no scanner')
    def test_always(self):
        self.fail('the scanner is there')

    @unittest.skipIf(sys.version_info >= (3,), 'Python 3 has no cmp')
    def test_by_condition(self):
        cmp(1, 2)  # noqa: F821

    @unittest.skipUnless(hasattr(age, '__wrapped__'), 'age is what it is')
    def test_unless_a_condition(self):
        age.__wrapped__()

    def test_within(self):
        self.skipTest('nothing to do: Ünïcode — and "quotes"')

    def test_not(self):
        pass


@unittest.skip('the whole ward is closed')
class ClosedTests(unittest.TestCase):
    def test_one(self):
        self.fail()

    def test_two(self):
        self.fail()
