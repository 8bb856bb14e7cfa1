from django.test import SimpleTestCase


class WholeTests(SimpleTestCase):
    def test_runs_all_the_same(self):
        pass
