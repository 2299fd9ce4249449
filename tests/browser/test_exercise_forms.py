"""Every kind of part on a phone of 390 px: fits, is accessible, and works with and without our script."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from accessibility import sideways, small_targets, violations
from playwright.sync_api import Browser, Page, expect

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


FOCUS = """() => {
  const at = document.activeElement, boxes = [at, at.closest('label'), at.closest('.field')].filter(Boolean);
  const seen = boxes.some((box) => { const look = getComputedStyle(box); return look.outlineStyle !== 'none' || look.boxShadow !== 'none'; });
  return [at.tagName, at.textContent.trim(), at.id, seen];
}"""


def reach(page: Page, *, text: str = "", name: str = "") -> None:
    """Press Tab until the control is in focus; wherever the focus stands, it can be seen."""
    for _ in range(120):
        page.keyboard.press("Tab")
        tag, words, found, seen = page.evaluate(FOCUS)
        assert seen or tag == "BODY", (tag, words, found)
        if tag != "BODY" and (found == name if name else words.startswith(text)):
            return
    raise AssertionError(f"the keyboard does not reach {text or name}")


def test_from_the_door_to_the_receipt_with_the_keyboard_only(browser: Browser, running: Workshop):
    page = browser.new_context(viewport={"width": 1366, "height": 768}).new_page()
    page.goto(f"{running.local_address}/masuk?kode={running.class_code}")
    reach(page, name="nama")
    page.keyboard.type("Hanya Papan Ketik")
    reach(page, name="unit")
    page.keyboard.type("Dinas Dukcapil")
    page.keyboard.press("Enter")
    page.wait_for_url("**/kelas*")
    reach(page, text="Mulai")
    page.keyboard.press("Enter")
    page.wait_for_url("**/latihan/menulis-angka")
    reach(page, text="Mulai")
    page.keyboard.press("Enter")
    page.wait_for_url("**/latihan/menulis-angka/1")
    reach(page, name="jawaban")
    page.keyboard.type("123456789")
    page.keyboard.press("Enter")
    expect(page.locator("#petunjuk")).to_contain_text("Belum tepat")
    expect(page.locator("#jawaban")).to_be_focused()
    page.goto(f"{running.local_address}/latihan/menulis-angka/kirim")
    reach(page, text="Kirim jawaban")
    page.keyboard.press("Enter")
    page.wait_for_url("**/terkirim")


def test_the_desk_closes_and_opens_with_the_keyboard_only(browser: Browser, running: Workshop):
    page = browser.new_context(viewport={"width": 1440, "height": 900}).new_page()
    page.goto(f"{running.local_address}/meja/masuk")
    page.locator("input[name=kode_meja]").focus()
    page.keyboard.type(running.desk_code)
    page.keyboard.press("Enter")
    page.wait_for_url("**/meja")
    page.goto(f"{running.local_address}/meja?latihan={CARD}")
    reach(page, text="Tutup latihan")
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Tutup latihan sekarang")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="Tutup latihan sekarang")).to_be_hidden()
    page.keyboard.press("Enter")
    reach(page, text="Tutup latihan sekarang")
    page.keyboard.press("Enter")
    expect(page.locator("#papan")).to_contain_text("Ditutup")
    reach(page, text="Buka latihan")
    page.keyboard.press("Enter")
    expect(page.locator("#papan")).to_contain_text("Dibuka")


def test_back_and_reload_keep_what_was_typed_and_no_old_draft_stays_behind(
    browser: Browser, running: Workshop
):
    """A draft that stayed on this phone would later undo what was written on another."""
    page = joined(browser, running, "Bolak Balik")
    page.goto(f"{running.local_address}/latihan/menulis-angka/1")
    page.fill("#jawaban", "12,5")
    page.tap('.foot button[value="lanjut"]')  # at once, before the field had time to save itself
    page.wait_for_url("**/latihan/menulis-angka/2")
    assert page.evaluate("() => Object.keys(localStorage).filter((key) => key.startsWith('iku:'))") == []
    page.go_back()
    expect(page.locator("#jawaban")).to_have_value("12,5")
    page.reload()
    expect(page.locator("#jawaban")).to_have_value("12,5")
