"""Simulators in Chromium through the real Voila and front door, at projector and phone size; outside hangs."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from accessibility import violations
from playwright.sync_api import Browser, Page, Playwright, Route, sync_playwright
from simulators.serving import Site, running

from workshop.simulators import list_simulators

pytestmark = pytest.mark.browser
IDS = [simulator.id for simulator in list_simulators()]
WALL, SQUARE, PHONE, NARROW = (1920, 1080), (1024, 768), (390, 844), (360, 740)
WHOLE = (390, 2600)
STEPS = ["tanya", "tebak", "main", "arti"]
READY = ".iku.sim[data-replications]"
FIRST_VISIT, SECOND_VISIT = 2 * 2**20, 100_000  # bytes on the wire

MEASURE = """() => {
  const seen = (e) => e.checkVisibility() && !e.closest('.unseen, [aria-hidden="true"]') && e.getBoundingClientRect().width > 1;
  const texts = [...document.querySelectorAll('.iku *')].filter((e) => seen(e) && [...e.childNodes].some((n) => n.nodeType === 3 && n.textContent.trim()));
  const clipped = (e) => getComputedStyle(e).clipPath !== 'none';
  const sizes = texts.filter((e) => !clipped(e)).map((e) => [parseFloat(getComputedStyle(e).fontSize), e.textContent.trim().slice(0, 30)]);
  const targets = [...document.querySelectorAll('button, a, input, select')].filter(seen).map((e) => [e.getBoundingClientRect(), e.className || e.id]);
  const panel = document.querySelector('.panel').getBoundingClientRect();
  return {
    sideways: document.documentElement.scrollWidth - innerWidth,
    down: document.documentElement.scrollHeight - innerHeight,
    smallest: sizes.sort((a, b) => a[0] - b[0])[0],
    narrow: targets.filter(([r]) => Math.min(r.width, r.height) < 44).map(([r, name]) => [name, r.width, r.height]),
    cut: [...document.querySelectorAll('.card')].filter((e) => seen(e) && e.scrollHeight > e.clientHeight + 2).map((e) => [e.className, e.scrollHeight - e.clientHeight]),
    panel: (panel.width * panel.height) / (innerWidth * innerHeight),
    lost: texts.filter((e) => { const r = e.getBoundingClientRect(); return r.right > innerWidth + 1 || r.left < -1; }).map((e) => e.textContent.slice(0, 30)),
  };
}"""


@dataclass
class Visit:
    """A page and what it asked for and complained about."""

    page: Page
    outside: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def go(self, step: str) -> None:
        """Walk forward to a step."""
        for _ in STEPS:
            if self.page.get_attribute(".iku.sim", "data-step") == step:
                break
            self.page.keyboard.press("PageDown")
        assert self.page.get_attribute(".iku.sim", "data-step") == step

    def settled(self) -> None:
        """Wait until the newest question is answered as well as it will be."""
        self.page.wait_for_function(
            """() => {
              const { asked, seq } = document.querySelector('.iku.sim').dataset;
              return (asked ?? seq) === seq && document.querySelector('.progress-slot').classList.contains('full');
            }""",
            timeout=30_000,
        )

    def measured(self, size: tuple[int, int]) -> dict[str, Any]:
        """What ``MEASURE`` finds at a size of the window, after the page has drawn itself for it."""
        self.page.set_viewport_size({"width": size[0], "height": size[1]})
        drawn = "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"
        for _ in range(2):
            self.page.evaluate(drawn)
        found: dict[str, Any] = self.page.evaluate(MEASURE)
        return found

    def panel(self) -> str:
        """The number, its words and the picture."""
        return self.page.evaluate("() => document.querySelector('.iku .panel').innerHTML") or ""

    def words(self) -> str:
        """What the panel says; the scale of a picture also remembers what it has shown on the way."""
        return self.page.evaluate("() => document.querySelector('.iku .panel').textContent") or ""


@pytest.fixture(scope="module")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as running:
        yield running


@pytest.fixture(scope="module")
def browser(playwright: Playwright) -> Iterator[Browser]:
    browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
    yield browser
    browser.close()


Opener = Callable[..., Visit]


@pytest.fixture
def open_simulator(browser: Browser, site: Site) -> Iterator[Opener]:
    """Opens a simulator with everything outside loopback hanging; afterwards nothing may have gone wrong."""
    visits: list[Visit] = []

    def open_one(name: str, size: tuple[int, int], *, theme: str = "terang", view: str = "") -> Visit:
        view = view or ("phone" if size[0] < 700 else "projector")
        context = browser.new_context(viewport={"width": size[0], "height": size[1]}, has_touch=size[0] < 700)
        visit = Visit(context.new_page())

        def hang_outside(route: Route) -> None:
            if re.match(r"(?:https?|wss?)://127\.0\.0\.1[:/]|data:|blob:", route.request.url):
                route.continue_()
            else:
                visit.outside.append(route.request.url)  # neither answered nor refused: it hangs

        visit.page.route("**/*", hang_outside)
        visit.page.on("console", lambda m: visit.complaints.append(m.text) if m.type == "error" else None)
        visit.page.on("pageerror", lambda fault: visit.complaints.append(str(fault)))
        visit.page.goto(f"{site.url}{name}?view={view}&tema={theme}")
        visit.page.wait_for_selector(READY, timeout=30_000)
        visits.append(visit)
        return visit

    yield open_one
    for visit in visits:
        visit.page.context.close()
        assert visit.outside == []
        assert visit.complaints == []


@pytest.mark.parametrize("name", IDS)
def test_the_wall_is_readable_from_the_last_row_and_answers(open_simulator: Opener, name: str):
    visit = open_simulator(name, WALL)
    for step in STEPS:
        visit.go(step)
        visit.settled()
        for size in (SQUARE, WALL):
            found = visit.measured(size)
            assert found["smallest"][0] >= (28 if size == WALL else 20), (step, size, found["smallest"])
            assert (found["sideways"], found["down"]) == (0, 0), (step, size)
            assert (found["narrow"], found["lost"], found["cut"]) == ([], [], []), (step, size)
            if step == "main":
                assert found["panel"] >= 0.6, size
        assert violations(visit.page) == [], step
    moving_a_lever_changes_picture_and_summary(visit)
    the_table_follows_the_picture(visit.page)


def the_table_follows_the_picture(page: Page) -> None:
    """It comes a moment later, into the open dialog."""
    page.keyboard.press("l")
    page.wait_for_selector("dialog[open] tbody tr")
    heads = page.locator("dialog[open] thead th").count()
    assert heads > 1
    assert page.locator("dialog[open] tbody tr").first.locator("th, td").count() == heads


def moving_a_lever_changes_picture_and_summary(visit: Visit) -> None:
    """From "sekarang" one step of the first lever and back."""
    visit.page.keyboard.press("1")
    visit.page.keyboard.press("r")
    visit.settled()
    before = visit.panel()
    visit.page.keyboard.press("1")
    visit.page.keyboard.press("ArrowRight")
    visit.settled()
    moved = visit.panel()
    assert moved != before
    visit.page.wait_for_function("() => document.querySelector('[aria-live]').textContent.length > 10")
    visit.page.keyboard.press("r")
    visit.settled()
    assert visit.panel() != moved


@pytest.mark.parametrize("name", IDS)
def test_a_phone_never_scrolls_sideways_and_has_large_targets(open_simulator: Opener, name: str):
    visit = open_simulator(name, PHONE)
    for step, theme in zip(STEPS, ("light", "dark", "light", "dark"), strict=True):
        visit.go(step)
        assert visit.page.get_attribute("html", "data-theme") == theme
        for size in (NARROW, PHONE):
            found = visit.measured(size)
            assert found["sideways"] <= 0, (step, size)
            assert (found["narrow"], found["lost"]) == ([], []), (step, size)
        visit.measured(WHOLE)  # the whole page at once: a bar at the bottom covers nothing for good
        assert violations(visit.page) == [], step
        visit.page.keyboard.press("g")


TWO_MOVES = """() => [...document.querySelectorAll('.levers input[type=range]')].slice(0, 2).forEach((slider) => {
  slider.value = slider.max;
  slider.dispatchEvent(new Event('input', { bubbles: true }));
})"""
LABELS = """() => [...document.querySelectorAll('.t-chosen, .t-base')].filter((e) => e.checkVisibility() && e.textContent).map((e) => {
  const { left, top, right, bottom } = e.getBoundingClientRect();
  return [left, top, right, bottom];
})"""


@pytest.mark.parametrize("name", ["loket", "perizinan"])
def test_long_labels_of_two_moves_do_not_cover_each_other(open_simulator: Opener, name: str):
    visit = open_simulator(name, NARROW)
    visit.go("main")
    visit.page.evaluate(TWO_MOVES)
    visit.settled()
    for size in (NARROW, PHONE, SQUARE):
        visit.measured(size)
        (left, top, right, bottom), (from_x, from_y, to_x, to_y) = visit.page.evaluate(LABELS)
        assert min(left, from_x) >= 0 and max(right, to_x) <= size[0], size
        assert right <= from_x or to_x <= left or bottom <= from_y or to_y <= top, size


def test_every_control_has_a_key(open_simulator: Opener):
    page = open_simulator(IDS[0], WALL).page
    page.keyboard.press("Space")
    assert page.get_attribute(".iku.sim", "data-step") == "tebak"
    page.keyboard.press("Backspace")
    assert page.get_attribute(".iku.sim", "data-step") == "tanya"
    page.keyboard.press("g")
    assert page.get_attribute("html", "data-theme") == "dark"
    page.keyboard.press("t")
    page.wait_for_selector(".clock.running")
    for key, title in (("l", "Angka di balik gambar"), ("a", "Asumsi"), ("?", "Tombol")):
        page.keyboard.press(key)
        page.wait_for_selector(f"dialog[open] >> text={title}")
        page.keyboard.press("Escape")
        page.wait_for_selector("dialog[open]", state="detached")


def test_the_key_and_the_button_fill_the_screen_and_give_it_back(open_simulator: Opener):
    page = open_simulator(IDS[0], WALL).page
    filled, free = "() => document.fullscreenElement !== null", "() => document.fullscreenElement === null"
    page.keyboard.press("f")
    page.wait_for_function(filled)
    page.keyboard.press("f")
    page.wait_for_function(free)
    page.keyboard.press("?")
    page.click("dialog[open] button:has-text('layar penuh')")
    page.wait_for_function(filled)
    assert page.locator("dialog[open]").count() == 0


def test_a_square_wall_can_answer_the_closing_question_too(open_simulator: Opener):
    visit = open_simulator(IDS[0], SQUARE)
    visit.go("arti")
    assert not visit.page.is_visible(".meaning .options")
    visit.page.click("text=Jawab jajak pendapat")
    answer = visit.page.locator("dialog[open] .option >> nth=1")
    answer.click()
    assert answer.get_attribute("aria-pressed") == "true"
    assert visit.page.text_content("dialog[open] [role=status]")
    assert visit.measured(SQUARE)["smallest"][0] >= 20
    assert violations(visit.page) == []
    visit.page.keyboard.press("Escape")
    visit.page.keyboard.press("p")
    visit.page.wait_for_selector("dialog[open] .option[aria-pressed=true]")


@pytest.mark.parametrize(("size", "ask"), [(WALL, "u"), (PHONE, "")])
def test_the_chart_is_kept_as_a_picture(open_simulator: Opener, size: tuple[int, int], ask: str):
    visit = open_simulator(IDS[0], size)
    assert not visit.page.is_visible("text=Unduh gambar (PNG)")  # it would tell the result before the guess
    visit.go("main")
    visit.settled()
    with visit.page.expect_download() as download:
        visit.page.keyboard.press(ask) if ask else visit.page.click("text=Unduh gambar (PNG)")
    assert download.value.suggested_filename == f"lab-iku-{IDS[0]}.png"
    kept = download.value.path().read_bytes()
    assert kept.startswith(b"\x89PNG\r\n\x1a\n") and int.from_bytes(kept[16:20], "big") == 1728


def test_a_prediction_from_a_phone_drops_into_the_strip_on_the_wall(open_simulator: Opener):
    wall = open_simulator(IDS[0], WALL)
    wall.go("tebak")
    before = wall.page.locator(".dots circle").count()
    phone = open_simulator(IDS[0], PHONE)
    phone.go("tebak")
    phone.page.click("text=Kunci tebakan")
    wall.page.wait_for_function(f"() => document.querySelectorAll('.dots circle').length > {before}")
    assert "jawaban" in (wall.page.text_content(".strip-box") or "")


def test_the_room_sheet_lays_all_groups_over_each_other_and_can_be_printed(open_simulator: Opener):
    for moves in ("+", "-"):
        phone = open_simulator(IDS[0], PHONE)
        phone.go("main")
        phone.page.click(f"[aria-label^='{'Tambah' if moves == '+' else 'Kurangi'}']")
        phone.settled()
        phone.go("arti")
        phone.page.click(".option >> nth=1")
    wall = open_simulator(IDS[0], WALL)
    wall.go("arti")
    wall.page.keyboard.press("d")
    wall.page.wait_for_selector("dialog[open] >> text=Semua kelompok")
    assert wall.page.locator("dialog[open] tbody tr").count() >= 2
    assert wall.page.locator("dialog[open] .debrief-strip .result").count() == 2
    votes = wall.page.locator("dialog[open] .debrief-poll b").all_inner_texts()
    assert int(votes[1]) >= 2
    assert violations(wall.page) == []
    wall.page.emulate_media(media="print")
    assert wall.page.is_visible("dialog[open] table")
    assert not wall.page.is_visible(".iku .panel")
    assert not wall.page.is_visible("text=Cetak")


def test_assumptions_tell_value_kind_and_source(open_simulator: Opener):
    page = open_simulator(IDS[0], PHONE).page
    page.click("text=Mulai menebak")
    page.click("text=Lewati")
    page.click("text=Tampilkan asumsi")
    rows = page.locator(".assumptions section")
    assert rows.count() >= 2
    text = rows.first.inner_text()
    assert re.search(r"asumsi|terukur|terbit|peraturan|pendapat ahli", text)


BEYOND = """() => {
  const slider = document.querySelector('.lever input[type=range]');
  slider.max = 1e6;
  slider.value = 1e6;
  slider.dispatchEvent(new Event('input'));
}"""
COVERED = """() => {
  const box = (name) => document.querySelector(name).getBoundingClientRect();
  const error = box('.iku .error');
  return ['.levers', '.panel', '.foot', '.top'].filter((name) => {
    const other = box(name);
    return other.bottom > error.top + 1 && other.top < error.bottom - 1 && other.right > error.left + 1 && other.left < error.right - 1;
  });
}"""


@pytest.mark.parametrize("name", IDS)
def test_a_fault_is_told_in_three_parts_covers_nothing_and_gives_a_way_back(
    open_simulator: Opener, site: Site, name: str
):
    visit = open_simulator(name, WALL)
    visit.go("main")
    visit.settled()
    shown = visit.words()
    visit.page.evaluate(BEYOND)
    visit.page.wait_for_selector(".error:not([hidden])")
    what, where, fix = visit.page.locator(".error p").all_inner_texts()
    assert "di luar yang mungkin" in what
    assert where.startswith('Bagian "Apa yang diubah", nomor 1. Gambar terakhir tetap tampil.')
    assert fix.startswith(("Pilih antara", "Pilih salah satu"))
    for size in (SQUARE, WALL):
        found = visit.measured(size)
        assert visit.page.evaluate(COVERED) == [], size
        assert (found["sideways"], found["down"]) == (0, 0), size
        assert found["smallest"][0] >= (28 if size == WALL else 20), size
    assert violations(visit.page) == []
    runs = len(json.loads(site.get(f"tebakan/{name}")[2])["runs"])
    visit.page.keyboard.press(
        "PageDown"
    )  # the picture is not what these levers led to: the room is not told so
    visit.page.wait_for_timeout(300)
    assert len(json.loads(site.get(f"tebakan/{name}")[2])["runs"]) == runs
    visit.page.keyboard.press("PageUp")
    visit.page.click(".error button")
    visit.page.wait_for_selector(".error", state="hidden")
    visit.settled()
    visit.page.reload()  # a page that is loaded anew begins anew
    visit.page.wait_for_selector(READY)
    visit.go("main")
    visit.settled()
    assert visit.words() == shown


DIE = """async (base) => {
  const { Kernel } = await import(document.querySelector('link[href$="/kernel.js"]').href);
  const { kernel } = JSON.parse(document.getElementById('iku-config').textContent);
  const other = new Kernel(base, kernel, { onstate: (state) => state === 'open' && other.send('shutdown_request', { restart: false }) });
}"""


@pytest.mark.parametrize(("name", "size"), [(IDS[0], PHONE), ("kepala-dinas", WALL), ("rancang", SQUARE)])
def test_after_a_kernel_died_its_page_goes_on_where_it_was(
    open_simulator: Opener, name: str, size: tuple[int, int]
):
    visit = open_simulator(name, size)
    visit.go("main")
    visit.settled()
    for key in ("j", "1", "ArrowRight", "j", "1", "ArrowRight"):
        visit.page.keyboard.press(key)
        visit.settled()
    parts = (".panel", ".lever-list")
    before = [visit.page.inner_text(part) for part in parts]
    visit.page.evaluate(DIE, "/simulator/")
    visit.page.wait_for_selector(".cut-off >> text=Simulator ini terhenti di pihak kami.")
    if size != PHONE:
        found = visit.measured(size)
        assert (found["sideways"], found["down"], found["lost"], found["cut"]) == (0, 0, [], [])
        assert found["smallest"][0] >= (28 if size == WALL else 20)
    assert violations(visit.page) == []
    visit.page.click(".cut-off button")
    visit.page.wait_for_selector(".cut-off", state="detached")
    visit.page.wait_for_selector(f"{READY}[data-step=main]")
    visit.page.wait_for_function(
        "([part, text]) => document.querySelector(part)?.innerText === text", arg=[parts[0], before[0]]
    )
    visit.settled()
    assert [visit.page.inner_text(part) for part in parts] == before


def test_a_closed_kernel_is_told_with_a_way_back(open_simulator: Opener, site: Site):
    visit = open_simulator(IDS[0], PHONE)
    kernel = json.loads(visit.page.text_content("#iku-config") or "{}")["kernel"]
    assert site.post(f"voila/api/shutdown/{kernel}", b"")[0] == 204
    visit.go("main")
    visit.page.wait_for_selector("text=Simulator ini sudah ditutup", timeout=15_000)
    assert "karena lama tidak dipakai" in visit.page.inner_text(".cut-off")
    visit.page.click(".cut-off button")
    visit.page.wait_for_selector(READY)
    visit.page.wait_for_selector(".cut-off", state="detached")
    visit.complaints[:] = [
        text for text in visit.complaints if "404" not in text
    ]  # the question that told it


def test_the_viewer_limit_is_told_and_the_page_gets_in_by_itself(browser: Browser, tmp_path: Path):
    with running(tmp_path, viewers=1, front=True) as small:
        first, second = browser.new_page(), browser.new_page()
        first.goto(f"{small.url}{IDS[0]}")
        first.wait_for_selector(READY)
        for size in (WALL, SQUARE, PHONE):
            second.set_viewport_size({"width": size[0], "height": size[1]})
            second.goto(f"{small.url}{IDS[1]}?view={'phone' if size == PHONE else 'projector'}")
            second.wait_for_selector("text=Semua tempat di simulator sedang terpakai.")
            assert "memuat 1 orang sekaligus" in second.inner_text("main")
            wide = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
            assert second.evaluate(wide) == 0, size
            assert violations(second) == [], size
        first.close()  # a viewer who leaves gives the seat back
        second.wait_for_selector(READY)
        second.close()


def test_first_and_second_visit_are_small(browser: Browser, site: Site):
    context = browser.new_context()
    page = context.new_page()
    wire: dict[str, float] = {}
    session = context.new_cdp_session(page)
    session.send("Network.enable")

    def count(event: dict[str, Any]) -> None:
        wire[event["requestId"]] = event["encodedDataLength"]

    session.on("Network.loadingFinished", count)
    sizes = []
    for _ in range(2):
        wire.clear()
        page.goto(f"{site.url}{IDS[0]}")
        page.wait_for_selector(READY)
        page.wait_for_load_state("networkidle")
        sizes.append(sum(wire.values()))
    context.close()
    assert sizes[0] < FIRST_VISIT
    assert sizes[1] < SECOND_VISIT
