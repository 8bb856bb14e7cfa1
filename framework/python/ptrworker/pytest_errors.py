"""What keeps pytest from beginning, told to users."""

import contextlib
import os

import pytest
from _pytest.config import ConftestImportFailure

from ptrworker import failures

__unittest = True


class SuiteError(Exception):
    """pytest itself would stop here; the text says why."""


@contextlib.contextmanager
def explained():
    """Has pytest's own exceptions raised as SuiteError."""
    try:
        yield
    except pytest.UsageError as err:
        raise SuiteError(usage(err)) from None
    except ConftestImportFailure as err:
        cause = err.__cause__ or err.excinfo[1]
        raise SuiteError("%s: %s" % (os.path.relpath(str(err.path)), failures.summary(cause))) from cause
    except pytest.exit.Exception as err:
        raise SuiteError("pytest.exit: %s" % err.msg) from err


def usage(error):
    """Returns the message of an error of usage without the lines on usage before it."""
    text = "\n".join(str(argument) for argument in error.args)
    return text.split(": error: ", 1)[-1].strip()
