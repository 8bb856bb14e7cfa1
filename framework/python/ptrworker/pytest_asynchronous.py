"""An acceleration of pytest-asyncio, whose versions 0.18.1 to 1.0 collect in quadratic time.

For each name that may be a test's they look through all fixtures that there are
for coroutines. What a function is does not change: it is asked once.
"""

__unittest = True

PLUGIN = "pytest_asyncio.plugin"


class Asynchronous:
    """A plugin for pytest that has pytest-asyncio remember which fixtures are coroutines."""

    def __init__(self, options):
        self.options = options

    def pytest_plugin_registered(self, plugin):
        if getattr(plugin, "__name__", "") == PLUGIN and self.options.get("accelerate", True):
            install(plugin)


def install(plugin):
    """Has it remember while it looks through fixtures: elsewhere it is asked for functions that do not last."""
    preprocess = getattr(plugin, "_preprocess_async_fixtures", None)
    is_asynchronous = getattr(plugin, "_is_coroutine_or_asyncgen", None)
    if preprocess is None or is_asynchronous is None:
        return
    remembered = remembering(is_asynchronous)

    def _preprocess_async_fixtures(*arguments, **named):
        plugin._is_coroutine_or_asyncgen = remembered
        try:
            return preprocess(*arguments, **named)
        finally:
            plugin._is_coroutine_or_asyncgen = is_asynchronous

    plugin._preprocess_async_fixtures = _preprocess_async_fixtures


def remembering(is_asynchronous):
    answers = {}  # by the ids of functions, which are kept, lest another gets the id

    def _is_coroutine_or_asyncgen(function):
        answer = answers.get(id(function))
        if answer is None:
            answer = answers[id(function)] = (is_asynchronous(function), function)
        return answer[0]

    return _is_coroutine_or_asyncgen
