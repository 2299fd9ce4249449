"""Strict mode: where ``LAB_IKU_STRICT`` is set (continuous integration), a skipped test is a failure.

Properties are tried on the same examples everywhere and however busy the machine is.
"""

from __future__ import annotations

import atexit
import os
import shutil
import warnings
from collections.abc import Generator, Iterator
from typing import TYPE_CHECKING, TypeVar

import pytest
from hypothesis import settings

if TYPE_CHECKING:
    from playwright.sync_api import Browser

Report = TypeVar("Report", pytest.TestReport, pytest.CollectReport)

settings.register_profile("lab-iku", deadline=None, derandomize=True)
settings.load_profile("lab-iku")

STRICT = bool(os.environ.get("LAB_IKU_STRICT"))


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
    """Files with slow tests come first, so that none is left for one worker alone at the end.

    Tests that need a program of the system are skipped where it is missing (never in strict mode).
    """
    slow = {item.path for item in items if item.get_closest_marker("slow")}
    items.sort(key=lambda item: item.path not in slow)
    if STRICT:
        return
    for marker, program, package in (("browser", "chromium", "chromium"), ("bwrap", "bwrap", "bubblewrap")):
        if shutil.which(program) is None:
            reason = f"{program} is not installed (Debian package {package})"
            for item in items:
                if item.get_closest_marker(marker):
                    item.add_marker(pytest.mark.skip(reason=reason))


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    return _strictly((yield))


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_make_collect_report() -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    return _strictly((yield))


def _strictly(report: Report) -> Report:
    """In strict mode what was skipped has failed: made so where it is reported, which may be a worker process."""
    if STRICT and report.outcome == "skipped" and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"strict mode: nothing may be skipped: {report.longrepr}"
    return report
