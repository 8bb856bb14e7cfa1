import sys

import pytest


@pytest.mark.parametrize('minutes, cost', [(60, 80), (15, 20), (0, 0)])
def test_costs(minutes, cost):
    assert minutes * 80 / 60 == cost


@pytest.mark.parametrize('a', [1, 2])
@pytest.mark.parametrize('b', ['x', 'y'])
def test_products(a, b):
    assert len(b * a) == a


@pytest.mark.parametrize('text', ['with spaces', 'a::b', 'a[0]', 'ü', '', "quote'", pytest.param('x' * 300, id='long')])
def test_names_of_any_kind(text):
    assert isinstance(text, str)


@pytest.mark.parametrize('what', [object(), lambda: None, [1], {'a': 1}])
def test_parameters_without_a_name(what):
    assert what


@pytest.mark.parametrize('n', [
    1,
    pytest.param(2, marks=pytest.mark.xfail(reason='two is too many')),
    pytest.param(3, marks=pytest.mark.skip(reason='three is far too many')),
])
def test_marked_parameters(n):
    assert n < 2


@pytest.mark.xfail(reason='not mended yet')
def test_fails_as_expected():
    assert False


@pytest.mark.xfail(raises=ZeroDivisionError)
def test_raises_as_expected():
    1 / 0


@pytest.mark.xfail(run=False, reason='would hang')
def test_is_expected_to_hang():
    import time
    time.sleep(3600)


def test_gives_up_expecting_it():
    pytest.xfail('seen half-way')


@pytest.mark.skip(reason='no scanner')
def test_is_skipped():
    assert False


@pytest.mark.skipif(sys.version_info >= (3,), reason='Python 3')
def test_is_skipped_by_condition():
    assert False


def test_is_skipped_half_way():
    pytest.skip('nothing to do')


def test_needs_what_is_not_there():
    pytest.importorskip('clinic_of_another_town')


@pytest.mark.slow
@pytest.mark.ward('Surgery')
def test_knows_its_marks(request):
    assert request.node.get_closest_marker('ward').args == ('Surgery',)


@pytest.mark.usefixtures('clinic')
class TestMarkedClass:
    @pytest.mark.filterwarnings('error')
    def test_warnings_are_errors(self):
        import warnings
        with pytest.raises(UserWarning):
            warnings.warn('careful')

    def test_warnings_are_seen(self):
        import warnings
        with pytest.warns(UserWarning, match='careful'):
            warnings.warn('careful')
