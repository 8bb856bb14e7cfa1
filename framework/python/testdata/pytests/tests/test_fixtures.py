"""Fixtures of every scope."""
import pytest


class TestScopes:
    def test_a_room_is_in_all_of_them(self, room):
        assert room == 'Riverside, main house, first floor, left, test_a_room_is_in_all_of_them'

    def test_wide_ones_come_first(self, corridor, history):
        # Of each the last is the one in use: a module that ran before may have had others.
        places = [history[::-1].index(made) for made in ('corridor', 'floor', 'house', 'clinic')]
        assert places == sorted(places)

    def test_that_of_the_session_is_made_once(self, clinic, history):
        assert history.count('clinic') == 1

    def test_that_of_the_class_is_the_same_for_all(self, corridor, request):
        assert corridor is request.getfixturevalue('corridor')


class TestAnotherClass:
    def test_has_a_corridor_of_its_own(self, corridor, history):
        assert history[-1] == 'corridor'


def test_a_function_has_one_too(corridor):
    assert corridor.endswith('left')


def test_a_folder_of_its_own(tmp_path):
    (tmp_path / 'x').write_text('1')
    assert [p.name for p in tmp_path.iterdir()] == ['x']


def test_something_replaced(monkeypatch):
    monkeypatch.setenv('CLINIC', '1')
    import os
    assert os.environ['CLINIC'] == '1'


def test_nothing_replaced():
    import os
    assert 'CLINIC' not in os.environ


def test_what_is_printed(capsys):
    print('hello')
    assert capsys.readouterr().out == 'hello\n'


def test_what_is_printed_on_descriptors(capfd):
    import os
    os.write(1, b'hello\n')
    assert capfd.readouterr().out == 'hello\n'


def test_what_is_logged(caplog):
    import logging
    logging.getLogger('clinic').warning('low on gauze')
    assert caplog.messages == ['low on gauze']


def test_clean_up(request):
    request.addfinalizer(lambda: None)


@pytest.fixture(autouse=True)
def always(request):
    request.node.always = True
    yield
    del request.node.always


def test_a_fixture_that_nobody_named(request):
    assert request.node.always
