"""The whole path in Chromium: a facilitator at the projector, two trainees on phones, one class from door to feedback."""

from __future__ import annotations

import json
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from accessibility import sideways, small_targets, violations
from openpyxl import load_workbook
from playwright.sync_api import Browser, BrowserContext, Page, expect

import grading
from workshop import paths
from workshop.service.folder import ClassFolder
from workshop.service.store import Store
from workshop.service.supervisor import free_port

pytestmark = [pytest.mark.browser, pytest.mark.bwrap, pytest.mark.slow]
IKU = Path(sys.executable).parent / "iku"
EXERCISE = "capaian-polaritas"
PHONE = {"width": 390, "height": 844}
WALL = {"width": 1920, "height": 1080}


@dataclass
class Class:
    """A class started with the command that the README names."""

    process: subprocess.Popen[str]
    address: str
    code: str
    desk_code: str
    data: Path


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Class]:
    data, port = tmp_path_factory.mktemp("kelas") / "data", free_port()
    argv = [
        str(IKU),
        "workshop",
        "--port",
        str(port),
        "--host",
        "127.0.0.1",
        "--data",
        str(data),
        "--no-browser",
    ]
    process = subprocess.Popen(argv, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    said = ""
    while "Ctrl-C" not in said:
        line = process.stdout.readline()  # type: ignore[union-attr]
        assert line, said
        said += line
    code, desk = (re.search(rf"{name}\s*: (\w+ \w+)", said)[1] for name in ("Kode kelas", "Kode meja"))  # type: ignore[index]
    yield Class(process, f"http://127.0.0.1:{port}", code, desk, data)
    process.send_signal(signal.SIGINT)
    process.communicate(timeout=40)


@dataclass
class Device:
    """One person's browser; notes whatever leaves the machine and whatever the console complains about."""

    context: BrowserContext
    page: Page
    address: str
    outside: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def open(self, path: str) -> None:
        self.page.goto(self.address + path)

    def fits(self) -> None:
        """What every page of a phone must hold."""
        assert sideways(self.page) <= 0, self.page.url
        assert small_targets(self.page) == [], self.page.url
        assert violations(self.page) == [], self.page.url


def device(browser: Browser, running: Class, size: dict[str, int], *, phone: bool) -> Device:
    context = browser.new_context(viewport=size, is_mobile=phone, has_touch=phone, accept_downloads=True)  # type: ignore[arg-type]
    page = context.new_page()
    made = Device(context, page, running.address)
    ours = (running.address, running.address.replace("http", "ws"), "data:", "blob:")
    page.on(
        "request", lambda request: None if request.url.startswith(ours) else made.outside.append(request.url)
    )
    page.on("console", lambda said: made.complaints.append(said.text) if said.type == "error" else None)
    return made


@pytest.fixture(scope="module")
def people(browser: Browser, running: Class) -> Iterator[tuple[Device, Device, Device]]:
    """Ani and Budi with phones, the facilitator at the projector."""
    made = [device(browser, running, PHONE, phone=True) for _ in range(2)]
    made.append(device(browser, running, WALL, phone=False))
    yield made[0], made[1], made[2]
    for one in made:
        one.context.close()


def plan(running: Class, name: str) -> list[grading.Rehearsal]:
    """The parts of this trainee's variant with their keys: known to the test, never to a page."""
    folder = ClassFolder(running.data)
    with Store(folder.database) as store:
        person = next(person.id for person in store.people.all() if person.name == name)
    seed = grading.variant_seed(folder.secret, person, EXERCISE)
    return grading.Rehearsal(paths.EXERCISES).parts(EXERCISE, seed)


def fill(page: Page, part, answer) -> None:  # type: ignore[no-untyped-def]
    """Answer the part that is open, as a finger does."""
    if part.kind == "choice":
        page.locator(f'label:has(input[value="{answer}"])').tap()
    elif isinstance(answer, dict):
        for row, text in answer.items():
            page.fill(f'[name="jawaban.{row}"]', str(text))
    else:
        page.fill("#jawaban", answer)


def test_two_trainees_join_by_the_qr_address(running: Class, people):
    ani, budi, _ = people
    for phone, name in ((ani, "Ani Lestari"), (budi, "Budi Santoso")):
        phone.open(f"/masuk?kode={running.code.replace(' ', '')}")
        phone.fits()
        phone.page.fill("input[name=nama]", name)
        phone.page.fill("input[name=unit]", "Dinas Kesehatan")
        phone.page.tap('button:has-text("Masuk kelas")')
        phone.page.wait_for_url("**/kelas*")
        expect(phone.page.locator(".code-big")).to_have_text(re.compile(r"\w{3} \w{3}"))
        phone.fits()


def test_the_desk_opens_and_sees_who_is_there(running: Class, people):
    desk = people[2]
    desk.open("/meja/masuk")
    desk.page.fill("input[name=kode_meja]", running.desk_code)
    desk.page.click("main button")
    desk.page.wait_for_url("**/meja")
    desk.open(f"/meja?latihan={EXERCISE}")
    expect(desk.page.locator("#orang")).to_contain_text("Ani Lestari")
    expect(desk.page.locator("#orang")).to_contain_text("Budi Santoso")
    assert violations(desk.page) == []


def test_a_lesson_is_read_on_the_phone(people):
    ani = people[0]
    ani.open("/pelajaran/apa-itu-iku")
    ani.page.wait_for_selector("article, .lesson", timeout=120_000)
    expect(ani.page.locator("h1").first).to_contain_text("IKU")
    assert sideways(ani.page) <= 0
    printed = ani.page.locator(".keluaran:visible")
    assert "sumber" in " ".join(printed.all_inner_texts())
    assert not printed.evaluate_all("all => all.filter(one => one.scrollWidth > one.clientWidth + 1).length")
    assert violations(ani.page) == []


def test_no_exercise_is_wider_than_a_phone(people):
    page, wide, coded = people[0].page, [], 0
    for exercise in grading.ExerciseCatalog(paths.EXERCISES).ids():
        people[0].open(f"/latihan/{exercise}")
        wide += [exercise] * (sideways(page) > 0)
        if page.locator("main pre").count():
            coded += 1
            assert violations(page) == [], exercise
    assert coded and not wide


def test_a_wrong_answer_gets_a_hint_and_the_right_one_is_praised(running: Class, people):
    ani = people[0]
    parts = plan(running, "Ani Lestari")
    part = next(part for part in parts if part.kind == "number" and part.wrong)
    ani.open(f"/latihan/{EXERCISE}/{part.place}")
    ani.fits()
    content = ani.page.content()
    fill(ani.page, part, next(iter(part.wrong.values())))
    ani.page.tap("#periksa")
    expect(ani.page.locator("#petunjuk")).to_contain_text("Belum tepat")
    ani.fits()
    fill(ani.page, part, part.right)
    ani.page.tap("#periksa")
    expect(ani.page.locator("#petunjuk .hint.good")).to_be_visible()
    assert "solution" not in content and "mistakes" not in content


def test_everything_is_answered_and_handed_in(running: Class, people):
    ani = people[0]
    for part in plan(running, "Ani Lestari"):
        if part.place and part.right is not None:
            ani.open(f"/latihan/{EXERCISE}/{part.place}")
            ani.fits()
            fill(ani.page, part, part.right)
            ani.page.tap('.foot button[value="lanjut"]')
            ani.page.wait_for_url(lambda url, here=f"/{part.place}": not url.endswith(here))
    ani.open(f"/latihan/{EXERCISE}/kirim")
    ani.fits()
    ani.page.tap('main button:has-text("Kirim")')
    ani.page.wait_for_url("**/terkirim")
    expect(ani.page.locator("main")).to_contain_text("Terkirim pukul")


def test_the_other_trainee_hands_in_a_notebook(running: Class, people, tmp_path: Path):
    budi = people[1]
    budi.open(f"/latihan/{EXERCISE}")
    budi.page.tap("summary")
    with budi.page.expect_download() as loading:
        budi.page.tap('a:has-text("Unduh notebook Anda")')
    notebook = json.loads(loading.value.path().read_text(encoding="utf-8"))
    parts = plan(running, "Budi Santoso")
    cells = {f"jawaban-{part.id}": part.cell for part in parts[1:]}  # the first one stays empty
    for cell in notebook["cells"]:
        cell["source"] = cells.get(cell["metadata"].get("nbgrader", {}).get("grade_id"), cell["source"])
    filled = tmp_path / f"{EXERCISE}.ipynb"
    filled.write_text(json.dumps(notebook), encoding="utf-8")
    budi.page.set_input_files("#berkas", filled)
    budi.page.tap('button:has-text("Kirim notebook")')
    budi.page.wait_for_url("**/terkirim")
    budi.fits()


def test_the_facilitator_closes_grades_releases_and_takes_the_recap(running: Class, people, tmp_path: Path):
    page = people[2].page
    page.goto(f"{running.address}/meja?latihan={EXERCISE}")
    expect(page.locator("#papan")).to_contain_text("2 dari 2")
    page.click('summary:has-text("Tutup latihan")')
    page.click('button:has-text("Tutup latihan sekarang")')
    expect(page.locator("#papan")).to_contain_text("Ditutup")
    page.click('button:has-text("Nilai semua")')
    expect(page.locator("#nilai")).to_contain_text("2 jawaban dinilai", timeout=90_000)
    page.click('summary:has-text("Bagikan umpan balik")')
    page.click('button:has-text("Bagikan umpan balik sekarang")')
    expect(page.locator("#nilai")).to_contain_text("Umpan balik dibagikan")
    with page.expect_download() as loading:
        page.click('a:has-text("Unduh xlsx")')
    assert loading.value.suggested_filename.endswith(".xlsx")
    loading.value.save_as(recap := tmp_path / "rekap.xlsx")
    book = load_workbook(recap, read_only=True)
    text = " ".join(
        str(cell)
        for sheet in book
        for row in sheet.iter_rows(values_only=True)
        for cell in row
        if cell is not None
    )
    assert "Ani Lestari" in text and "Budi Santoso" in text


def test_each_sees_the_own_score_and_the_gradebook_says_the_same(running: Class, people):
    from nbgrader.api import Gradebook

    folder = ClassFolder(running.data)
    with Store(folder.database) as store:
        ids = {person.name: person.id for person in store.people.all()}
    deserved = {}
    for phone, name in ((people[0], "Ani Lestari"), (people[1], "Budi Santoso")):
        parts = plan(running, name)
        deserved[name] = sum(part.points for part in (parts if phone is people[0] else parts[1:]))
        phone.open(f"/umpan-balik/{EXERCISE}")
        shown = phone.page.inner_text(".score-big b").replace(",", ".")
        assert float(shown) == pytest.approx(deserved[name])
        phone.fits()
    with Gradebook(f"sqlite:///{folder.course / 'gradebook.db'}") as book:
        for name, points in deserved.items():
            assert book.find_submission(EXERCISE, ids[name]).score == pytest.approx(points)


def test_nothing_left_the_machine_and_no_page_complained(people):
    for one in people:
        assert one.outside == []
        assert one.complaints == []


def test_the_projector_shows_code_and_qr_large_enough(running: Class, people):
    desk = people[2]
    desk.open("/meja/layar")
    sizes = desk.page.evaluate(
        "() => [...document.querySelectorAll('main *')].filter(e => e.checkVisibility() && e.children.length === 0"
        " && e.textContent.trim()).map(e => parseFloat(getComputedStyle(e).fontSize))"
    )
    assert min(sizes) >= 28
    assert desk.page.locator("svg").count() > 0
    assert violations(desk.page) == []


@pytest.mark.parametrize(
    "path",
    ["/kelas", f"/latihan/{EXERCISE}", "/lanjut", "/evaluasi", "/jajak", "/tidak-ada", "/umum"],
)
def test_every_other_page_of_a_phone_passes_too(people, path: str):
    people[0].open(path)
    people[0].fits()
    people[0].complaints.clear()


@pytest.mark.parametrize(
    "path",
    ["", "/latihan", "/catatan", "/tes", "/evaluasi", "/sertifikat", "/umum", "/jajak", "/daftar", "/wifi"],
)
def test_every_page_of_the_desk_passes_in_light_and_dark(people, path: str):
    desk = people[2]
    for theme in ("gelap", "terang"):
        desk.open(f"/tema/{theme}")
        desk.open(f"/meja{path}")
        assert violations(desk.page) == [], theme
        assert sideways(desk.page) <= 0


def test_nothing_is_cut_on_a_phone_of_320_px_or_at_twice_the_size(people):
    """The desk of 1440 × 900 at 200 % shows what a window of 720 × 450 shows (WCAG 1.4.10)."""
    ani, _, desk = people
    trainee = (
        "/kelas",
        f"/latihan/{EXERCISE}",
        f"/latihan/{EXERCISE}/1",
        f"/latihan/{EXERCISE}/6",
        "/evaluasi",
    )
    ani.page.set_viewport_size({"width": 320, "height": 640})
    for path in (*trainee, f"/umpan-balik/{EXERCISE}", "/pelajaran/apa-itu-iku", "/jajak", "/permainan"):
        ani.open(path)
        assert sideways(ani.page) <= 0, path
    for size in ((720, 450), (320, 640)):
        desk.page.set_viewport_size({"width": size[0], "height": size[1]})
        for path in ("", "/latihan", "/tes", "/sertifikat", "/jajak", "/daftar", "/permainan", "/layar"):
            desk.open(f"/meja{path}")
            assert sideways(desk.page) <= 0, (path, size)
    ani.page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    desk.page.set_viewport_size(WALL)  # type: ignore[arg-type]


def test_the_board_on_the_wall_is_readable_and_names_nobody(people):
    desk = people[2]
    desk.open(f"/meja/papan?latihan={EXERCISE}")
    expect(desk.page.locator("footer")).to_contain_text("2 dari 2 sudah mengirim")
    assert "Ani" not in desk.page.inner_text("body") and "Budi" not in desk.page.inner_text("body")
    sizes = desk.page.evaluate(
        "() => [...document.querySelectorAll('.board-title, .board text, footer p, .board-key li')]"
        ".map(e => parseFloat(getComputedStyle(e).fontSize))"
    )
    assert len(sizes) > 12 and min(sizes) >= 28
    assert desk.page.evaluate("() => document.documentElement.scrollHeight - innerHeight") <= 0
    assert violations(desk.page) == []
