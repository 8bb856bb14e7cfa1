"""With a third alias, which tests find to be a replica of the records."""
from .settings import *  # noqa: F401,F403
from .settings import DATABASES

DATABASES = {
    **DATABASES,
    'replica': {**DATABASES['records'], 'TEST': {'MIRROR': 'records'}},
}
