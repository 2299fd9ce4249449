"""Every kind of part on a phone of 390 px: fits, is accessible, and works with and without our script."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from accessibility import sideways, small_targets, violations
from playwright.sync_api import Browser, Page, expect, sync_playwright

from grading import ExerciseCatalog
from workshop import paths
from workshop.service.supervisor import Workshop, free_port

pytestmark = [pytest.mark.browser, pytest.mark.slow]
PHONE = {"width": 390, "height": 844}
CARD = "perbaiki-kartu-ktp"


def one_of_each() -> dict[str, tuple[str, int]]:
    """Kind (and "choices in a table") → exercise and place of its longest part."""
    found: dict[str, tuple[str, int]] = {}
    sizes: dict[str, int] = {}
    catalog = ExerciseCatalog(paths.EXERCISES)
    for name in catalog.ids():
        for place, part in enumerate(catalog.get(name).parts, 1):
            kind = "rows" if any(row.options for row in part.rows) else part.kind
            size = (
                len(part.prompt)
                + sum(len(row.label) for row in part.rows)
                + sum(len(o.label) for o in part.options)
            )
            if size > sizes.get(kind, -1):
                found[kind], sizes[kind] = (name, place), size
    return found


PARTS = one_of_each()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as play:
        chromium = play.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        yield chromium
        chromium.close()


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workshop]:
    workshop = Workshop(
        tmp_path_factory.mktemp("formulir") / "data", port=free_port(), host="127.0.0.1", simulators=False
    )
    workshop.start()
    yield workshop
    workshop.stop()


def joined(browser: Browser, running: Workshop, name: str, *, script: bool = True) -> Page:
    """A phone that has joined the class."""
    page = browser.new_context(
        viewport=PHONE, is_mobile=True, has_touch=True, java_script_enabled=script
    ).new_page()  # type: ignore[arg-type]
    page.goto(f"{running.local_address}/masuk?kode={running.class_code}")
    page.fill("input[name=nama]", name)
    page.fill("input[name=unit]", "Dinas Dukcapil")
    page.click('button:has-text("Masuk kelas")')
    page.wait_for_url("**/kelas*")
    return page


@pytest.fixture(scope="module")
def phone(browser: Browser, running: Workshop) -> Page:
    return joined(browser, running, "Rina Formulir")


def test_there_is_a_part_of_every_kind():
    assert set(PARTS) == {
        "number",
        "choice",
        "choices",
        "ordering",
        "table",
        "rows",
        "scorecard",
        "text",
        "indicator",
        "function",
    }


@pytest.mark.parametrize("kind", sorted(PARTS))
def test_a_part_of_each_kind_fits_a_phone_and_is_accessible(phone: Page, running: Workshop, kind: str):
    exercise, place = PARTS[kind]
    phone.goto(f"{running.local_address}/latihan/{exercise}/{place}")
    for summary in phone.locator("summary").all():
        summary.tap()
    assert sideways(phone) <= 0
    assert small_targets(phone) == []
    assert violations(phone) == []


def card_place() -> int:
    parts = ExerciseCatalog(paths.EXERCISES).get(CARD).parts
    return next(place for place, part in enumerate(parts, 1) if part.kind == "indicator")


def test_a_card_is_saved_as_it_is_typed_and_checked_in_place(phone: Page, running: Workshop):
    address = f"{running.local_address}/latihan/{CARD}/{card_place()}"
    phone.goto(address)
    phone.fill("#j-name", "Persentase KTP-el dicetak paling lama 1 hari kerja")
    phone.locator("#j-name").blur()
    expect(phone.locator("#tersimpan")).to_contain_text("Tersimpan")
    phone.locator("#periksa").tap()
    expect(phone.locator("#petunjuk")).to_contain_text("syarat sudah dipenuhi")
    phone.goto(address)
    expect(phone.locator("#j-name")).to_have_value("Persentase KTP-el dicetak paling lama 1 hari kerja")


def test_a_card_works_without_our_script(browser: Browser, running: Workshop):
    page = joined(browser, running, "Tanpa Skrip Kartu", script=False)
    page.goto(f"{running.local_address}/latihan/{CARD}/{card_place()}")
    page.fill("#j-name", "Persentase KTP-el dicetak paling lama 1 hari kerja")
    page.locator("#periksa").click()
    expect(page.locator("#petunjuk")).to_contain_text("syarat sudah dipenuhi")
