"""Strict mode: where ``LAB_IKU_STRICT`` is set (continuous integration), a skipped test is a failure.

Properties are tried on the same examples everywhere and however busy the machine is.
"""

from __future__ import annotations

import atexit
import os
import shutil
import warnings
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

if TYPE_CHECKING:
    from playwright.sync_api import Browser

settings.register_profile("lab-iku", deadline=None, derandomize=True)
settings.load_profile("lab-iku")

STRICT = bool(os.environ.get("LAB_IKU_STRICT"))
_skipped: list[str] = []


def _say_no_more() -> None:
    """Nothing is said after the summary about sockets that the interpreter closes when it ends.

    By then the module ``warnings`` is gone and the filters of the last warning hold, which were pytest's: so one more.
    """
    warnings.simplefilter("ignore", ResourceWarning)
    warnings.warn("", ResourceWarning, stacklevel=1)


atexit.register(_say_no_more)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Chromium; for one module, because Playwright keeps an event loop running in this thread meanwhile."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as play:
        chromium = play.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        yield chromium
        chromium.close()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Tests that need a program of the system are skipped where it is missing (never in strict mode)."""
    if STRICT:
        return
    for marker, program, package in (("browser", "chromium", "chromium"), ("bwrap", "bwrap", "bubblewrap")):
        if shutil.which(program) is None:
            reason = f"{program} is not installed (Debian package {package})"
            for item in items:
                if item.get_closest_marker(marker):
                    item.add_marker(pytest.mark.skip(reason=reason))


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    if report.skipped and not hasattr(report, "wasxfail"):
        _skipped.append(report.nodeid)


def pytest_collectreport(report: pytest.CollectReport) -> None:
    if report.skipped:
        _skipped.append(report.nodeid)


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    if STRICT and _skipped and session.exitstatus == 0:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    if STRICT and _skipped:
        terminalreporter.section("strict mode: nothing may be skipped")
        for nodeid in _skipped:
            terminalreporter.write_line(f"SKIPPED {nodeid}")
