import pytest


@pytest.fixture(scope='package')
def house(clinic):
    return clinic + ', annex'
