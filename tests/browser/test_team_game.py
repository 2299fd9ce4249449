"""Permainan tim in Chromium: phones of 390 px (one without script), the desk, the wall read from the last row."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from accessibility import sideways, small_targets, violations
from playwright.sync_api import Browser, Page, expect

from workshop.service.supervisor import Workshop, free_port

pytestmark = [pytest.mark.browser, pytest.mark.slow]
PHONE = {"width": 390, "height": 844}
WALL = {"width": 1920, "height": 1080}
SMALLEST = 28  # px on a wall of 1920 × 1080

# Text that is smaller than SMALLEST (in pictures: as drawn), or hangs over the edge of the wall.
UNREADABLE = """(smallest) => {
  const found = [], walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    const text = walk.currentNode.textContent.trim(), box = walk.currentNode.parentElement;
    if (!text || !box.checkVisibility() || box.closest('.skip, script')) continue;
    const picture = box.closest('svg'), scale = picture ? picture.getScreenCTM().a : 1;
    const size = parseFloat(getComputedStyle(box).fontSize) * scale, place = box.getBoundingClientRect();
    if (size < smallest) found.push(`${size.toFixed(1)} px: ${text}`);
    if (place.bottom > innerHeight + 1 || place.right > innerWidth + 1) found.push(`over the edge: ${text}`);
  }
  return found;
}"""


@dataclass
class Room:
    """A facilitator, the wall, and two phones: Ani's without script."""

    desk: Page
    wall: Page
    ani: Page
    budi: Page
    address: str

    def steer(self, action: str) -> None:
        """Press a button of the desk; one that asks is confirmed."""
        self.desk.goto(f"{self.address}/meja/permainan")
        form = self.desk.locator(f'form[action="/meja/permainan/{action}"]')
        if form.locator("xpath=ancestor::details").count():
            form.locator("xpath=ancestor::details/summary").click()
        form.get_by_role("button").click()

    def on_the_wall(self, view: str) -> Page:
        self.wall.goto(f"{self.address}/meja/permainan/layar/{view}")
        return self.wall


@pytest.fixture(scope="module")
def room(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Room]:
    """A game of twelve teams, which is the most that a wall has to hold, gathering."""
    data = tmp_path_factory.mktemp("permainan") / "data"
    workshop = Workshop(data, port=free_port(), host="127.0.0.1", simulators=False, notebooks=False)
    workshop.start()
    address = workshop.local_address
    desk = browser.new_context(viewport=WALL).new_page()
    desk.goto(f"{address}/meja/masuk")
    desk.fill("input[name=kode_meja]", workshop.desk_code)
    desk.click("main button")
    phones = []
    for name, script in (("Ani", False), ("Budi", True)):
        context = browser.new_context(
            viewport=PHONE,  # type: ignore[arg-type]
            is_mobile=True,
            has_touch=True,
            java_script_enabled=script,
        )
        page = context.new_page()
        page.goto(f"{address}/masuk?kode={workshop.class_code}")
        page.fill("input[name=nama]", name)
        page.fill("input[name=unit]", "Dinas Kesehatan")
        page.click('button:has-text("Masuk kelas")')
        phones.append(page)
    desk.goto(f"{address}/meja/permainan")
    desk.check("input[value=sama]")
    desk.select_option("#tim", "12")
    desk.select_option("#tahun", "1")
    desk.get_by_role("button", name="Buat permainan").click()
    yield Room(desk, desk.context.new_page(), *phones, address)
    workshop.stop()


def fits(page: Page) -> None:
    """What every page of a phone must hold."""
    assert (sideways(page), small_targets(page), violations(page)) == (0, [], [])


def readable(page: Page) -> None:
    """What every view on the wall must hold."""
    assert page.evaluate(UNREADABLE, SMALLEST) == []
    assert violations(page) == []


def test_one_year_from_the_team_to_the_truth(room: Room):
    for phone in (room.ani, room.budi):
        phone.goto(f"{room.address}/kelas")
        phone.get_by_role("link", name="Pilih tim").click()
    fits(room.budi)
    room.ani.get_by_role("button", name="Tim 1 ·").click()
    room.budi.get_by_role("button", name="Tim 1 ·").click()
    expect(room.budi.get_by_text("Budi")).to_be_visible()
    readable(room.on_the_wall("liga"))

    room.steer("mulai")
    expect(room.budi.get_by_role("heading", name="Ani memegang pena")).to_be_visible(timeout=10_000)
    fits(room.budi)
    room.ani.goto(f"{room.address}/permainan")
    room.ani.fill("#report_guess", "104,5")
    room.ani.get_by_role("button", name="Kirim keputusan").click()
    expect(room.ani.get_by_role("heading", name="Terkirim pukul")).to_be_visible()
    room.ani.go_back()
    room.ani.reload()
    expect(room.ani.get_by_role("heading", name="Terkirim pukul")).to_be_visible()
    expect(room.budi.get_by_text("104,5")).to_be_visible(timeout=10_000)
    readable(room.on_the_wall("liga"))

    room.steer("tutup")
    expect(room.budi.get_by_role("heading", name="Laporan kinerja tahun ke-1")).to_be_visible(timeout=10_000)
    fits(room.budi)
    for view in ("liga", "kematian"):
        readable(room.on_the_wall(view))
    assert "keputusan yang sama" not in room.wall.content()
    room.steer("ungkap")
    expect(room.wall.get_by_text("Semua tim memakai keputusan yang sama.")).to_be_visible(timeout=10_000)
    expect(room.budi.get_by_role("heading", name="Yang sebenarnya terjadi")).to_be_visible(timeout=10_000)
    fits(room.budi)


def test_the_opened_game_in_light_and_dark(room: Room):
    for theme in ("gelap", "terang"):
        for page in (room.budi, room.wall):
            page.goto(f"{room.address}/tema/{theme}")
        room.budi.goto(f"{room.address}/permainan")
        fits(room.budi)
        for view in ("liga", "kematian", "kenyataan", "data"):
            readable(room.on_the_wall(view))
        for path in ("/meja/permainan", "/meja/nilai-rubrik"):
            room.wall.goto(f"{room.address}{path}")
            assert violations(room.wall) == []
            assert sideways(room.wall) == 0


def test_the_pages_of_the_desk_fit_a_facilitators_phone(room: Room):
    room.desk.set_viewport_size(PHONE)  # type: ignore[arg-type]
    for path in ("/meja/permainan", "/meja/nilai-rubrik"):
        room.desk.goto(f"{room.address}{path}")
        assert sideways(room.desk) == 0
        assert violations(room.desk) == []
