import pytest

from ward.models import Bed

made = []  # what fixtures of wide scopes were made, in order


@pytest.fixture(scope='session')
def clinic():
    made.append('clinic')
    yield 'Riverside'
    made.append('end of clinic')


@pytest.fixture(scope='package')
def house(clinic):
    made.append('house')
    return clinic + ', main house'


@pytest.fixture(scope='module')
def floor(house):
    made.append('floor')
    yield house + ', first floor'
    made.append('end of floor')


@pytest.fixture(scope='class')
def corridor(floor):
    made.append('corridor')
    return floor + ', left'


@pytest.fixture
def room(corridor, request):
    yield '%s, %s' % (corridor, request.node.name)


@pytest.fixture
def bed(db):
    return Bed.objects.create(number=99)


@pytest.fixture(params=[1, 3], ids=['one', 'three'])
def beds(request, db):
    return list(Bed.objects.all()[:request.param])


@pytest.fixture(scope='session')
def history():
    return made
