"""System checks: all of them in one process of a run, in all others those that may leave something behind.

Of the time that checks take most goes into the examination of models by
Django's own code. What that finds follows from code and settings, and nothing
of it stays in the process but values that models and fields would compute, and
remember, when they are first asked for them. All other checks run in every process: they
import the URLconf, or are the suite's own, which may do anything.
"""

import contextlib
import sys

from ptrworker import django_databases, face

__unittest = True

BEGINNING = "System check identified"


@contextlib.contextmanager
def forbidding():
    """Errors that checks find forbid the suite: they become face.Unfit."""
    from django.core.management.base import SystemCheckError

    try:
        yield
    except SystemCheckError as err:
        raise face.Unfit(str(err)) from err


def run_all(runner, databases):
    """Runs the checks as the runner does, and returns what it would print of them, "" for nothing."""
    heard = Heard(sys.stderr)
    with forbidding(), contextlib.redirect_stderr(heard):
        runner.run_checks(databases)
    text = "".join(heard.texts)
    at = text.find(BEGINNING)
    return text[at:].strip() if at >= 0 else ""


def run_others(runner, databases):
    """Runs the checks but for what Django's own find by looking at models."""
    with forbidding(), stand_ins():
        runner.run_checks(databases)


def run_without_databases(runner, databases):
    """Runs the same, but for checks of databases. It reports whether all were well."""
    try:
        with stand_ins(lambda check: not is_of_databases(check)):
            runner.run_checks(databases)
    except (Exception, SystemExit, django_databases.Unreachable):
        return False  # who runs them later says why
    return True


def run_of_databases(runner, databases):
    """Runs the checks of databases only."""
    with forbidding(), stand_ins(is_of_databases):
        runner.run_checks(databases)


def is_of_databases(check):
    return "database" in getattr(check, "tags", ())


class Heard:
    """A stream that keeps what it is given, and passes it on."""

    def __init__(self, stream):
        self.stream = stream
        self.texts = []

    def write(self, text):
        self.texts.append(text)
        return self.stream.write(text)

    def flush(self):
        self.stream.flush()


@contextlib.contextmanager
def stand_ins(wanted=lambda check: True):
    """Has, of the checks that are wanted, some that do less in the places of those that examine all models."""
    from django.core.checks.registry import registry

    original = registry.registered_checks
    used = registry.registered_checks = type(original)(map(stand_in, filter(wanted, original)))
    before = set(used)
    try:
        yield
    finally:
        registry.registered_checks = original
        original.update(used - before)  # checks may register others


def stand_in(check):
    name = "%s.%s" % (getattr(check, "__module__", ""), getattr(check, "__qualname__", ""))
    substitute = STAND_INS.get(name)
    if substitute is None:
        return check

    def run(app_configs=None, **options):
        return substitute(app_configs, options)

    run.tags = getattr(check, "tags", ())
    return run


def check_models_of_the_suite(app_configs, options):
    """Checks the models that somebody else than Django has written a check for."""
    from django.apps import apps

    found = []
    for model in apps.get_models():
        if has_own_checks(model) and (app_configs is None or model._meta.app_config in app_configs):
            found.extend(model.check(**options))
    return found


def has_own_checks(model):
    parts = [model, *map(type, model._meta.local_fields), *map(type, model._meta.local_many_to_many)]
    parts += [type(part) for part in (*model._meta.private_fields, *model._meta.managers)]
    return any(defines_checks(cls) for part in parts for cls in part.__mro__)


def defines_checks(cls):
    if cls is object or cls.__module__.startswith("django."):
        return False
    return any(name == "check" or name.startswith("_check") for name in vars(cls))


STAND_INS = {
    "django.core.checks.model_checks.check_all_models": check_models_of_the_suite,
    "django.contrib.auth.checks.check_models_permissions": lambda app_configs, options: [],
}
