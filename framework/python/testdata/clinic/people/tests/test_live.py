"""A server in a thread, which sees the rows of the test."""
import json
from urllib.error import HTTPError
from urllib.request import urlopen

from django.contrib.auth.models import User
from django.core.cache import caches
from django.test import Client, LiveServerTestCase, override_settings, tag

from people.models import Ward
from people.tests import sample


@tag('live')
class LiveTests(LiveServerTestCase):
    def setUp(self):
        caches['wards'].clear()
        self.addCleanup(caches['wards'].clear)
        Ward.objects.create(name='Attic', beds=2)

    def get(self, path):
        with urlopen(self.live_server_url + path, timeout=10) as response:
            return json.loads(response.read().decode())

    def test_rows_of_the_test_are_served(self):
        self.assertEqual(self.get('/wards/')['wards']['Attic'], 2)

    def test_changes_are_served(self):
        self.get('/wards/')
        ward = Ward.objects.get(name='Attic')
        ward.beds = 5
        ward.save()
        self.assertEqual(self.get('/wards/')['wards']['Attic'], 5)

    def test_what_is_not_there(self):
        with self.assertRaises(HTTPError) as caught:
            self.get('/nowhere/')
        caught.exception.close()
        self.assertEqual(caught.exception.code, 404)

    def test_what_is_forbidden(self):
        patient = sample.patient()
        with self.assertRaises(HTTPError) as caught:
            self.get('/patients/%d/' % patient.pk)
        caught.exception.close()
        self.assertEqual(caught.exception.code, 403)

    @override_settings(ROOT_URLCONF='people.tests.other_urls')
    def test_settings_are_those_of_the_test(self):
        self.assertIn('Attic', self.get('/stations/')['wards'])

    def test_a_client_without_the_server(self):
        user = User.objects.create_user('nurse')
        client = Client()
        client.force_login(user)
        self.assertEqual(client.get('/me/').json(), {'name': 'nurse', 'visits': 1})

    def test_the_port_is_free_of_choice(self):
        self.assertRegex(self.live_server_url, r'^http://localhost:\d+$')
