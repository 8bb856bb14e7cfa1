"""A plugin that has pytest run tests in the order of a file, and writes how each ended to another."""

import json
import os

import pytest

reports = {}


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items):
    with open(os.environ["ORDER"], encoding="utf-8") as file:
        places = {name: place for place, name in enumerate(json.load(file))}
    items.sort(key=lambda item: places[item.nodeid])


def pytest_collectreport(report):
    if not report.passed:
        reports[report.nodeid] = [report]


def pytest_runtest_logreport(report):
    reports.setdefault(report.nodeid, []).append(report)


def pytest_sessionfinish():
    with open(os.environ["OUTCOMES"], "w", encoding="utf-8") as file:
        json.dump({name: outcome(phases) for name, phases in reports.items()}, file)


def outcome(phases):
    if any(report.failed for report in phases):
        return "fail"
    for report in phases:
        if report.skipped:
            return "expected failure" if hasattr(report, "wasxfail") else "skip"
    return "pass"
