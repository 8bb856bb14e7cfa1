import unittest

import pytest
from django.db import connection, connections, transaction
from django.test import TestCase

from ward.models import Bed


@pytest.mark.django_db
def test_rows_of_migrations():
    assert [b.number for b in Bed.objects.all()] == [1, 2, 3]


@pytest.mark.django_db
def test_rows_are_made():
    Bed.objects.create(number=4)
    assert Bed.objects.count() == 4


@pytest.mark.django_db
def test_rows_are_gone():
    assert Bed.objects.count() == 3


def test_by_a_fixture(bed):
    assert Bed.objects.get(number=99) == bed


def test_by_a_fixture_with_parameters(beds):
    assert len(beds) in (1, 3)


def test_not_without_asking():
    with pytest.raises(RuntimeError, match='Database access not allowed'):
        Bed.objects.count()


@pytest.mark.django_db
class TestOfAClass:
    @pytest.mark.parametrize('number', [10, 11])
    def test_each_alone(self, number):
        Bed.objects.create(number=number)
        assert Bed.objects.filter(number__gte=10).count() == 1


@pytest.mark.django_db(databases=['default', 'archive'])
def test_both_databases():
    Bed.objects.using('archive').create(number=50)
    assert (Bed.objects.count(), Bed.objects.using('archive').count()) == (3, 4)


@pytest.mark.django_db(databases=['archive'])
def test_the_other_alone():
    assert Bed.objects.using('archive').count() == 3
    with pytest.raises(AssertionError, match="Add 'default'"):
        connections['default'].cursor()


@pytest.mark.django_db(transaction=True)
def test_committed():
    assert not connection.in_atomic_block
    Bed.objects.create(number=70)
    heard = []
    with transaction.atomic():
        transaction.on_commit(lambda: heard.append(1))
    assert heard == [1]


@pytest.mark.django_db(transaction=True)
def test_nothing_of_it_is_left():
    assert not Bed.objects.filter(number=70).exists()


@pytest.mark.django_db(transaction=True, reset_sequences=True)
def test_numbers_begin_anew():
    # With 1, or after the rows of migrations if nothing has emptied the table before.
    assert Bed.objects.create(number=71).pk in (1, 4)


def test_queries_are_counted(django_assert_num_queries, db):
    with django_assert_num_queries(1):
        list(Bed.objects.all())


def test_a_client(client, db):
    assert client.get('/beds/').json() == {'beds': [1, 2, 3]}


def test_a_user(admin_client, admin_user):
    assert admin_user.is_superuser
    assert admin_client.get('/beds/').status_code == 200


def test_settings(settings):
    settings.BEDS = 1
    from django.conf import settings as those
    assert those.BEDS == 1


def test_settings_are_back(settings):
    assert settings.BEDS == 12


def test_a_live_server(live_server):
    from urllib.request import urlopen
    Bed.objects.create(number=80)
    with urlopen(live_server.url + '/beds/', timeout=10) as response:
        assert b'80' in response.read()


def test_mail(mailoutbox):
    from django.core.mail import send_mail
    send_mail('x', 'y', 'a@example.com', ['b@example.com'])
    assert len(mailoutbox) == 1


class DjangoTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.bed = Bed.objects.create(number=60)

    def test_a_class_of_djangos(self):
        self.assertEqual(Bed.objects.count(), 4)

    def test_subtests(self):
        for i in 1, 2:
            with self.subTest(i=i):
                self.assertTrue(Bed.objects.filter(number=i).exists())


class PlainTests(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.found = []

    def test_a_class_of_unittests(self):
        self.assertEqual(self.found, [])

    @unittest.expectedFailure
    def test_fails_as_expected(self):
        self.fail()

    @unittest.skip('not here')
    def test_skipped(self):
        self.fail()
