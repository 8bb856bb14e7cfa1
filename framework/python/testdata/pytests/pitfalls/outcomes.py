"""The outcomes that are none of success. `python3 -m pytest` passes by."""
import pytest


def test_fails():
    beds = [1, 2]
    assert len(beds) == 3


def test_raises():
    raise LookupError('no bed')


@pytest.mark.xfail
def test_passes_unexpectedly():
    pass


@pytest.mark.xfail(strict=True)
def test_passes_although_that_is_forbidden():
    pass


@pytest.mark.xfail(raises=KeyError)
def test_raises_another():
    raise LookupError


@pytest.fixture
def broken():
    raise LookupError('before')


def test_errors_before(broken):
    pass


@pytest.fixture
def breaking():
    yield
    raise LookupError('afterwards')


def test_errors_afterwards(breaking):
    pass


def test_fails_and_errors_afterwards(breaking):
    assert False


@pytest.fixture(scope='module')
def breaking_late():
    yield
    raise LookupError('at the end of the module')


def test_passes_and_leaves_it(breaking_late):
    pass


def test_needs_an_unknown_fixture(nowhere):
    pass


class TestSetUp:
    @classmethod
    def setup_class(cls):
        raise LookupError('no class')

    def test_one(self):
        pass

    def test_two(self):
        pass


@pytest.mark.django_db
def test_fails_with_rows():
    from ward.models import Bed
    Bed.objects.create(number=90)
    assert not Bed.objects.filter(number=90).exists()


def test_raises_what_cannot_be_pickled():
    class Local(Exception):
        def __init__(self, a, b):
            super().__init__(a)
            self.generator = (i for i in range(b))
    raise Local('of the test alone', 3)


def test_fails_last():
    pytest.fail('without a trace', pytrace=False)
