SECRET_KEY = "none"
INSTALLED_APPS = ["club"]
DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": "pitfalls.sqlite3"}}
DEFAULT_AUTO_FIELD = "django.db.models.AutoField"
USE_TZ = True
