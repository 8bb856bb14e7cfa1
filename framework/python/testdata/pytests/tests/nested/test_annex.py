import pytest

pytestmark = pytest.mark.slow


def test_a_fixture_is_replaced(floor):
    assert floor == 'Riverside, annex, first floor'


class TestOuter:
    class TestInner:
        def test_a_class_within_another(self):
            pass

    def setup_method(self):
        self.ready = True

    def test_set_up_the_old_way(self):
        assert self.ready


@pytest.fixture
def broken():
    pytest.skip('the annex is closed')


def test_skipped_by_a_fixture(broken):
    assert False
