"""A class that names a database which the settings don't have. Django checks
the databases that classes name before it runs any, and so runs none."""
from django.test import TestCase


class UnknownAliasTests(TestCase):
    databases = {'recrods'}

    def test_never_begins(self):
        pass
