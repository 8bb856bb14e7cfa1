import os

BASE_DIR = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))

SECRET_KEY = 'only for tests'
DEBUG = False
ALLOWED_HOSTS = []
ROOT_URLCONF = 'clinic.urls'
USE_TZ = True
TIME_ZONE = 'UTC'
LANGUAGE_CODE = 'en'
DEFAULT_AUTO_FIELD = 'django.db.models.AutoField'

INSTALLED_APPS = [
    'django.contrib.contenttypes',
    'django.contrib.auth',
    'django.contrib.sessions',
    'people',
    'visits',
    'records',
]

MIDDLEWARE = [
    'django.contrib.sessions.middleware.SessionMiddleware',
    'django.contrib.auth.middleware.AuthenticationMiddleware',
]

DATABASES = {
    'default': {
        'ENGINE': 'django.db.backends.sqlite3',
        'NAME': os.path.join(BASE_DIR, 'clinic.sqlite3'),
    },
    'records': {
        'ENGINE': 'django.db.backends.sqlite3',
        'NAME': os.path.join(BASE_DIR, 'records.sqlite3'),
    },
}
DATABASE_ROUTERS = ['clinic.routers.RecordsRouter']

CACHES = {
    'default': {'BACKEND': 'django.core.cache.backends.locmem.LocMemCache'},
    'wards': {'BACKEND': 'django.core.cache.backends.locmem.LocMemCache', 'LOCATION': 'wards', 'KEY_PREFIX': 'w'},
}

PASSWORD_HASHERS = ['django.contrib.auth.hashers.MD5PasswordHasher']
STATIC_URL = '/static/'
MEDIA_ROOT = os.path.join(BASE_DIR, 'media')  # tests never write here

CLINIC_NAME = 'Riverside'
CLINIC_OPENS = 8
CLINIC_CLOSES = 18
