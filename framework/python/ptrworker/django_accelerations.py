"""What makes tests faster and must not change how they end. Each can be switched off by its name."""

import contextlib
import gc

from ptrworker import collector, django_constraints, django_flush, django_locals, django_patterns

__unittest = True

INSTALLED = {
    "constraints": django_constraints.install,
    "flush": django_flush.install,
    "locals": django_locals.install,
    "patterns": django_patterns.install,
}
NAMES = (*INSTALLED, "freeze")


def chosen(options):
    """Returns the names that the option `accelerate` chooses: true, false, or a list of them."""
    wanted = options.get("accelerate", True)
    if isinstance(wanted, bool):
        return NAMES if wanted else ()
    unknown = [name for name in wanted if name not in NAMES]
    if unknown:
        raise ValueError("unknown acceleration %r; there are %s" % (unknown[0], ", ".join(NAMES)))
    return tuple(wanted)


@contextlib.contextmanager
def starting(options):
    """Is in force while a worker gets ready for its first test."""
    names = chosen(options)
    for name, install in INSTALLED.items():
        if name in names:
            install()
    if "freeze" not in names:
        yield
        return
    with collector_frozen():
        yield


@contextlib.contextmanager
def collector_frozen():
    """Has the garbage collector pass over what start-up has made.

    Modules, models and apps live as long as the process: going over them with
    every full collection finds nothing.
    """
    with collector_off():
        try:
            yield
        finally:
            collector.freeze()


def loading(options):
    """Is in force while modules are imported, of which hardly anything is garbage."""
    return collector_off() if "freeze" in chosen(options) else contextlib.nullcontext()


@contextlib.contextmanager
def collector_off():
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()
