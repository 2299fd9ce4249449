"""Slides in Chromium: each fits the wall of two projectors, is readable, moves by key, button and swipe, and passes axe."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from accessibility import sideways, small_targets, violations
from playwright.sync_api import BrowserContext, Page, expect, sync_playwright

from workshop.slides import decks

pytestmark = pytest.mark.browser
WALLS = {"1080": ({"width": 1920, "height": 1080}, 28.0), "768": ({"width": 1024, "height": 768}, 20.0)}

# what is wrong with the slide on show: cut, covered, or smaller than the room can read (visual.md §4)
FAULTS = """(smallest) => {
  const slide = document.querySelector('.slide.shown'), found = [];
  const box = (e) => e.getBoundingClientRect();
  if (slide.scrollHeight > innerHeight + 1) found.push(`too high by ${slide.scrollHeight - innerHeight}`);
  const rows = [...slide.children].filter((e) => e.textContent.trim()).map(box);
  rows.slice(1).forEach((row, at) => { if (row.top < rows[at].bottom - 1) found.push(`row ${at + 1} covers another`); });
  const body = box(slide.querySelector('.slide-body'));
  for (const part of slide.querySelector('.slide-body').children)
    if (box(part).top < body.top - 1 || box(part).bottom > body.bottom + 1) found.push(`cut: ${part.className}`);
  for (const e of slide.querySelectorAll('*')) {
    if (box(e).right > innerWidth + 1) found.push(`out of sight: ${e.tagName}`);
    const size = parseFloat(getComputedStyle(e).fontSize);
    if (!e.childElementCount && e.textContent.trim() && size < smallest) found.push(`${size} px: ${e.textContent}`);
  }
  const source = box(slide.querySelector('.slide-source')), bar = box(document.querySelector('.slide-nav'));
  if (source.height && source.right > bar.left && source.bottom > bar.top) found.push('source under the buttons');
  return found;
}"""


@pytest.fixture(scope="module")
def desk(room) -> Iterator[BrowserContext]:
    """Chromium that holds the desk; whatever leaves the machine or complains fails the test at its end."""
    outside, complaints = [], []
    with sync_playwright() as play:
        chromium = play.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        context = chromium.new_context(viewport=WALLS["1080"][0], has_touch=True)
        context.on("request", lambda ask: outside.append(ask.url) if room.address not in ask.url else None)
        context.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
        page = context.new_page()
        page.goto(room.address + "/meja/masuk")
        page.locator("[name=kode_meja]").fill(room.desk_code)
        page.keyboard.press("Enter")
        page.wait_for_url("**/meja")
        yield context
        chromium.close()
    assert (outside, complaints) == ([], [])


@pytest.fixture
def page(desk: BrowserContext) -> Iterator[Page]:
    made = desk.new_page()
    yield made
    made.close()


@pytest.mark.parametrize("wall", WALLS)
def test_every_slide_fits_the_wall(room, page: Page, wall: str):
    size, smallest = WALLS[wall]
    page.set_viewport_size(size)  # type: ignore[arg-type]
    found = {}
    for module, deck in decks().items():
        page.goto(f"{room.address}/meja/slaid/{module}")
        for nth, slide in enumerate(deck.slides, 1):
            expect(page.locator(".slide.shown :is(h1, h2)")).to_have_text(slide.title)
            found[module, nth] = page.evaluate(FAULTS, smallest)
            page.keyboard.press("ArrowRight")
        expect(page.locator("#ke")).to_have_text(str(len(deck.slides)))
    assert {place: faults for place, faults in found.items() if faults} == {}


@pytest.mark.parametrize("theme", ["terang", "gelap"])
def test_every_slide_passes_axe(room, page: Page, theme: str):
    """Without the script all slides of a module stand under one another: one look at each module sees them all."""
    page.goto(f"{room.address}/meja/slaid/M0")
    page.goto(f"{room.address}/tema/{theme}")
    for module in decks():
        page.goto(f"{room.address}/meja/slaid/{module}")
        page.evaluate("() => delete document.documentElement.dataset.jalan")
        assert violations(page) == [], module
    page.goto(f"{room.address}/tema/terang")


def test_the_glossary_fits_a_phone_and_shows_the_term_one_came_for(room, page: Page):
    page.set_viewport_size({"width": 360, "height": 800})
    page.goto(f"{room.address}/glosarium#penyebut")
    expect(page.locator("#penyebut:target")).to_be_in_viewport()
    assert (violations(page), sideways(page), small_targets(page)) == ([], 0, [])


def test_keys_buttons_swipes_and_the_address_all_move(room, page: Page):
    page.goto(f"{room.address}/meja/slaid/M3#s4")
    place = page.locator("#ke")
    expect(place).to_have_text("4")
    for key, at in (
        ("ArrowLeft", "3"),
        ("PageDown", "4"),
        ("Home", "1"),
        ("ArrowLeft", "1"),
        ("End", "11"),
        (" ", "11"),
    ):
        page.keyboard.press(key)
        expect(place).to_have_text(at)
    page.get_by_label("Slaid sebelumnya").click()
    expect(place).to_have_text("10")
    swipe = """([from, to]) => { const touch = (x) => new Touch({ identifier: 1, target: document.body, clientX: x, clientY: 300 });
      document.dispatchEvent(new TouchEvent('touchstart', { touches: [touch(from)], changedTouches: [touch(from)] }));
      document.dispatchEvent(new TouchEvent('touchend', { touches: [], changedTouches: [touch(to)] })); }"""
    for stroke, at in (([900, 300], "11"), ([300, 900], "10"), ([300, 320], "10")):
        page.evaluate(swipe, stroke)
        expect(place).to_have_text(at)
    page.get_by_role("link", name="Gelap").click()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    expect(place).to_have_text("10")
    page.get_by_role("link", name="Terang").click()
    expect(page.locator("html")).to_have_attribute("data-theme", "light")


def test_the_facilitator_reads_the_notes_while_the_wall_follows(room, desk: BrowserContext, page: Page):
    page.set_viewport_size({"width": 1366, "height": 768})
    page.goto(f"{room.address}/meja/catatan/M6")
    page.get_by_role("link", name="Slaid dengan catatan").click()
    with desk.expect_page() as opened:
        page.get_by_role("link", name="Buka di proyektor").click()
    wall = opened.value
    expect(wall.locator("#ke")).to_have_text("1")
    page.get_by_role("button", name="Berikutnya").click()
    expect(wall.locator("#ke")).to_have_text("2")
    assert decks()["M6"].slides[1].step.say in page.locator(".slide.shown").inner_text()  # type: ignore[union-attr]
    wall.keyboard.press("ArrowRight")
    expect(page.locator("#ke")).to_have_text("3")
    wall.close()
    for size in ({"width": 1366, "height": 768}, {"width": 390, "height": 844}):
        page.set_viewport_size(size)  # type: ignore[arg-type]
        assert (violations(page), sideways(page)) == ([], 0)
    page.emulate_media(media="screen")
    assert small_targets(page) == []
