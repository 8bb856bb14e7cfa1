from django.contrib.auth.models import AnonymousUser, Group, Permission, User
from django.contrib.sessions.models import Session
from django.core.cache import caches
from django.test import Client, RequestFactory, TestCase, override_settings, tag
from django.urls import reverse

from people import views
from people.models import Allergy
from people.tests import sample


class WardsViewTests(TestCase):
    def setUp(self):
        caches['wards'].clear()
        self.addCleanup(caches['wards'].clear)

    def test_lists_free_beds(self):
        response = self.client.get('/wards/')
        self.assertEqual(response.json(), {'wards': {'Emergency': 4, 'Paediatrics': 12, 'Surgery': 20}})

    def test_the_url_has_a_name(self):
        self.assertEqual(reverse('wards'), '/wards/')

    @override_settings(ROOT_URLCONF='people.tests.other_urls')
    def test_other_urls_can_be_set(self):
        self.assertEqual(self.client.get('/stations/').status_code, 200)
        self.assertEqual(self.client.get('/wards/').status_code, 404)

    def test_other_urls_are_forgotten(self):
        self.assertEqual(self.client.get('/stations/').status_code, 404)
        self.assertEqual(self.client.get('/wards/').status_code, 200)


class PatientViewTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.patient = sample.patient()
        cls.patient.allergies.add(Allergy.objects.get(name='nuts'))
        cls.user = User.objects.create_user('nurse', password='secret')
        cls.url = '/patients/%d/' % cls.patient.pk

    def allow(self):
        self.user.user_permissions.add(Permission.objects.get(codename='view_patient'))

    def test_is_not_for_everybody(self):
        self.assertEqual(self.client.get(self.url).status_code, 403)

    def test_is_not_for_every_user(self):
        self.client.force_login(self.user)
        self.assertEqual(self.client.get(self.url).status_code, 403)

    def test_is_for_those_who_may(self):
        self.allow()
        self.client.force_login(self.user)
        self.assertEqual(self.client.get(self.url).json(), {'name': 'Jane Roe', 'allergies': ['nuts']})

    def test_what_they_may_is_forgotten(self):
        self.assertFalse(User.objects.get(pk=self.user.pk).has_perm('people.view_patient'))

    def test_is_for_members_of_a_group_who_may(self):
        group = Group.objects.get(name='head physicians')
        group.permissions.add(Permission.objects.get(codename='view_patient'))
        self.user.groups.add(group)
        self.client.force_login(self.user)
        self.assertEqual(self.client.get(self.url).status_code, 200)

    def test_somebody_unknown(self):
        self.allow()
        self.client.force_login(self.user)
        self.assertEqual(self.client.get('/patients/0/').status_code, 404)

    def test_without_a_client(self):
        request = RequestFactory().get(self.url)
        request.user = User.objects.create_superuser('root')
        self.assertEqual(views.patient(request, self.patient.pk).status_code, 200)


class MeTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.user = User.objects.create_user('nurse', password='secret')

    def test_strangers_are_sent_to_log_in(self):
        self.assertRedirects(self.client.get('/me/'), '/login/?next=/me/', fetch_redirect_response=False)

    def test_users_are_told_their_names(self):
        self.assertTrue(self.client.login(username='nurse', password='secret'))
        self.assertEqual(self.client.get('/me/').json()['name'], 'nurse')

    def test_a_wrong_password_is_refused(self):
        self.assertFalse(self.client.login(username='nurse', password='guess'))

    def test_sessions_count(self):
        self.client.force_login(self.user)
        for visits in 1, 2, 3:
            with self.subTest(visits=visits):
                self.assertEqual(self.client.get('/me/').json()['visits'], visits)

    def test_sessions_are_rows(self):
        self.client.force_login(self.user)
        self.assertEqual(Session.objects.count(), 1)

    def test_sessions_are_forgotten(self):
        self.assertEqual(Session.objects.count(), 0)

    def test_clients_have_sessions_of_their_own(self):
        other = Client()
        for client in self.client, other, self.client:
            client.force_login(self.user)
            last = client.get('/me/').json()['visits']
        self.assertEqual(last, 2)

    @tag('slow', 'passwords')
    def test_passwords_are_hashed(self):
        self.assertTrue(self.user.password.startswith('md5$'))
        self.assertTrue(self.user.check_password('secret'))

    def test_nobody_has_no_permissions(self):
        self.assertFalse(AnonymousUser().has_perm('people.may_prescribe'))
