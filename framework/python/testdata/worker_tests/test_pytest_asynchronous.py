"""The acceleration of pytest-asyncio, on a plugin that looks for coroutines as its versions 0.18.1 to 1.0 do."""

import unittest

from pytest_driver import PytestTestCase

PLUGIN = """
    import inspect
    import pytest

    asked = []

    def _is_coroutine_or_asyncgen(function):
        asked.append(function)
        return inspect.iscoroutinefunction(function)

    def _preprocess_async_fixtures(collector, processed):
        manager = collector.config.pluginmanager.get_plugin("funcmanage")
        for fixtures in manager._arg2fixturedefs.values():
            for fixture in fixtures:
                if fixture not in processed and _is_coroutine_or_asyncgen(fixture.func):
                    processed.add(fixture)

    found = set()

    @pytest.hookimpl(tryfirst=True)
    def pytest_pycollect_makeitem(collector, name):
        if collector.funcnamefilter(name):
            _preprocess_async_fixtures(collector, found)
"""

TESTS = """
    import pytest
    from pytest_asyncio import plugin

    @pytest.fixture
    async def one(): pass

    class TestA:
        @pytest.fixture
        async def two(self): pass
        def test_a(self): pass
        def test_b(self): pass

    class TestB(TestA):
        pass

    def test_all_coroutines_were_found():
        names = sorted(fixture.argname for fixture in plugin.found)
        assert names == ["one", "two", "two"]

    def test_functions_were_asked_once():
        assert len(plugin.asked) == len(set(map(id, plugin.asked)))

    def test_others_ask_as_ever():
        before = len(plugin.asked)
        plugin._is_coroutine_or_asyncgen(print)
        plugin._is_coroutine_or_asyncgen(print)
        assert len(plugin.asked) == before + 2
"""


class Test(PytestTestCase):
    def outcomes(self, **options):
        suite = {
            "pytest.ini": "[pytest]\naddopts = -p pytest_asyncio.plugin\n",
            "pytest_asyncio/__init__.py": "",
            "pytest_asyncio/plugin.py": PLUGIN,
            "test_it.py": TESTS,
        }
        run = self.run_all(suite, **options)
        return {m["test"].rpartition("::")[2]: m["outcome"] for m in run.messages if m["type"] == "attempt"}

    def test_each_fixture_is_asked_once(self):
        self.assertEqual(set(self.outcomes().values()), {"pass"})

    def test_without_accelerations_it_asks_as_often_as_it_likes(self):
        failed = [name for name, outcome in self.outcomes(options={"accelerate": False}).items() if outcome != "pass"]
        self.assertEqual(failed, ["test_functions_were_asked_once"])


if __name__ == "__main__":
    unittest.main()
