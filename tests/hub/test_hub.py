"""The real thing: class, front door, JupyterHub and a JupyterLab in its cage."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest
from playwright.sync_api import Page, sync_playwright
from playwright.sync_api import TimeoutError as PlaywrightTimeoutError
from processes import still_runs

from workshop import paths
from workshop.hub import homes
from workshop.hub.cage import Cage
from workshop.service.store import Store
from workshop.service.supervisor import Workshop, free_port

pytestmark = [pytest.mark.bwrap, pytest.mark.slow]
EXERCISE = "nilai-skm"

PROBE = """
import json, os, pathlib, socket, sys
seen = [str(p) for top in ("/", "/rumah", "/run", "/tmp", sys.argv[1]) for p in pathlib.Path(top).glob("*")]
def reach(port):
    try:
        socket.create_connection(("127.0.0.1", port), 2).close()
        return True
    except OSError:
        return False
status = pathlib.Path("/proc/self/status").read_text()
def fact(name):
    return next(line.split()[1] for line in status.splitlines() if line.startswith(name))
def writable(place):
    try:
        pathlib.Path(place, "jejak").write_text("x")
        return True
    except OSError:
        return False
import kpi_sim, labui
print(json.dumps({
    "seen": seen, "outside": reach(int(sys.argv[2])), "env": dict(os.environ), "uid": os.getuid(),
    "capabilities": int(fact("CapEff"), 16), "bounding": int(fact("CapBnd"), 16),
    "processes": len([p for p in os.listdir("/proc") if p.isdigit()]),
    "keys": os.path.exists(sys.argv[1] + "/course/exercises"), "grading": os.path.exists(sys.argv[1] + "/grading"),
    "writable": [place for place in ("/", "/usr", sys.argv[1] + "/kpi_sim", "/rumah") if writable(place)],
}))
"""


@pytest.fixture
def start_cage(tmp_path: Path) -> Iterator[Callable[..., subprocess.CompletedProcess[str]]]:
    """Runs Python in the cage of a trainee."""
    home = homes.prepare(tmp_path, "p-abc123")
    with tempfile.TemporaryDirectory(prefix="iku-") as run:
        if home.uid is not None:
            os.chown(run, home.uid, home.uid)

        def start(code: str, *arguments: str) -> subprocess.CompletedProcess[str]:
            argv = Cage(home.path, Path(run), home.uid).command([sys.executable, "-c", code, *arguments])
            env = {"PATH": "/usr/bin", "PYTHONPATH": f"{paths.ROOT}:{paths.COURSE}", "HOME": "/rumah"}
            return subprocess.run(argv, env=env, capture_output=True, text=True, timeout=60)

        yield start


def test_a_cage_shows_its_own_home_and_nothing_of_the_class(start_cage, tmp_path: Path):
    (tmp_path / "rumah" / "p-def456").mkdir()
    (tmp_path / "kelas.sqlite").write_text("rahasia")
    port = free_port()
    listener = subprocess.Popen(
        [sys.executable, "-m", "http.server", str(port), "--bind", "127.0.0.1"], stderr=subprocess.DEVNULL
    )
    try:
        done = start_cage(PROBE, str(paths.ROOT), str(port))
    finally:
        listener.kill()
        listener.wait()
    assert done.returncode == 0, done.stderr
    facts = json.loads(done.stdout)
    text = json.dumps(facts["seen"])
    assert "/rumah/latihan" in text and "p-def456" not in text and "kelas.sqlite" not in text
    assert not facts["keys"] and not facts["grading"] and not facts["outside"]
    assert facts["capabilities"] == 0 and facts["uid"] != 0
    assert facts["writable"] == ["/rumah"]
    assert facts["processes"] < 6
    assert set(facts["env"]) <= {"PATH", "PYTHONPATH", "HOME", "PWD", "LC_CTYPE"}
    if os.geteuid() == 0:
        assert facts["bounding"] == 0


def test_a_cage_has_an_end_to_memory_and_processes(start_cage):
    assert "MemoryError" in start_cage("x = bytearray(3 * 2**30)").stderr
    fork = "import os\nn = 0\nwhile True:\n    n += 1\n    os.fork() or __import__('time').sleep(5)"
    assert "Resource temporarily unavailable" in start_cage(fork + "\n").stderr


class Lab:
    """A class with a hub, and a trainee's browser in it."""

    def __init__(self, data: Path, page: Page) -> None:
        self.workshop = Workshop(data, port=free_port(), host="127.0.0.1", simulators=False)
        self.page = page
        self.workshop.start()

    def open(self, path: str) -> None:
        self.page.goto(self.workshop.local_address + path)

    def join(self, name: str) -> str:
        """Masuk kelas; gives the participant's id."""
        self.open(f"/masuk?kode={self.workshop.class_code}")
        self.page.fill("input[name=nama]", name)
        self.page.fill("input[name=unit]", "Dinas Kesehatan")
        self.page.click('button:has-text("Masuk kelas")')
        self.page.wait_for_url("**/kelas*")
        with Store(self.workshop.folder.database) as store:
            return next(person.id for person in store.people.all() if person.name == name)

    def child(self, name: str) -> psutil.Process:
        part = next(child for child in self.workshop.children if child.name == name)
        assert part.process
        return psutil.Process(part.process.pid)

    def runs(self, name: str) -> bool:
        part = next(child for child in self.workshop.children if child.name == name)
        return part.process is not None and part.process.poll() is None

    def cages(self) -> list[psutil.Process]:
        keeper = self.child("penjaga notebook")
        return [p for p in keeper.children(recursive=True) if p.name() == "bwrap"]

    def run_cell(self, output: str) -> None:
        """Run the cell until its output is there: JupyterLab drops a run while it still connects to the kernel."""
        for _ in range(6):
            self.page.keyboard.press("Control+Enter")
            try:
                self.page.wait_for_selector(output, timeout=10_000)
            except PlaywrightTimeoutError:
                self.page.keyboard.press("Enter")  # back into the cell
            else:
                return
        raise AssertionError("the cell gave no output")

    def wait(self, what: Callable[[], object], seconds: float = 60) -> None:
        """Look after the class until ``what`` is true."""
        end = time.monotonic() + seconds
        while not what():
            assert time.monotonic() < end, "it did not happen"
            self.workshop.look_after()
            self.page.wait_for_timeout(200)


@pytest.fixture(scope="module")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lab]:
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        running = Lab(tmp_path_factory.mktemp("hub") / "data", browser.new_page())
        yield running
        running.workshop.stop()
        browser.close()


@pytest.mark.browser
def test_from_the_class_to_jupyterlab_and_back_with_a_receipt(lab: Lab):
    outside: list[str] = []
    inside = (lab.workshop.local_address, "data:", "blob:", lab.workshop.local_address.replace("http", "ws"))
    lab.page.on("request", lambda r: None if r.url.startswith(inside) else outside.append(r.url))
    person = lab.join("Siti Aminah")
    lab.wait(lambda: _has(lab, f"/latihan/{EXERCISE}", "summary"))
    lab.page.click("summary")
    lab.page.click('button:has-text("Kerjakan di JupyterLab")')
    lab.page.wait_for_url(f"**/user/{person}/lab/**", timeout=90_000)
    lab.page.wait_for_selector('.jp-Notebook .jp-Cell h1:has-text("Nilai SKM")', timeout=60_000)
    assert outside == []
    # a part of JupyterLab that asks no translator for its words
    lab.page.wait_for_selector('.jp-Toolbar [title="Nyalakan Debugger"]', state="attached")

    # the trainee's own code runs in there, with the packages of the course, and periksa() reaches the class
    lab.page.wait_for_selector('.jp-Notebook-ExecutionIndicator[data-status="idle"]', timeout=60_000)
    lab.page.click(".jp-Notebook .jp-CodeCell >> nth=1 >> .cm-content")
    lab.page.keyboard.press("Control+A")
    code = "import kpi_sim; print('hasil', kpi_sim.satisfaction_grade(91.48)); jawaban_nilai = 1.0; "
    lab.page.keyboard.insert_text(
        f"{code}from labui.practice import Practice; Practice('{EXERCISE}')('nilai')"
    )
    lab.run_cell('.jp-OutputArea-output:has-text("hasil")')
    lab.page.wait_for_selector('.jp-OutputArea-output:has-text("Belum tepat.")', timeout=60_000)
    lab.page.keyboard.press("Control+S")
    saved = homes.folder_of(lab.workshop.folder.path, person) / "latihan" / f"{EXERCISE}.ipynb"
    lab.wait(lambda: "satisfaction_grade" in saved.read_text())

    # away from the class the browser's own English words are not what is shown
    lab.page.context.set_offline(True)
    told = lab.page.evaluate("() => fetch('/kelas').catch(fault => fault.message)")
    lab.page.context.set_offline(False)
    assert told.startswith("Komputer kelas tidak terjangkau.")

    lab.open(f"/latihan/{EXERCISE}")
    lab.page.click("summary")
    lab.page.click('button:has-text("Kumpulkan dari JupyterLab")')
    lab.page.wait_for_url("**/terkirim")
    assert "isi yang tersimpan di JupyterLab pukul" in lab.page.inner_text("main")
    assert "masih seperti semula" not in lab.page.inner_text("main")
    placed = lab.workshop.folder.course / "submitted" / person / EXERCISE / f"{EXERCISE}.ipynb"
    assert placed.read_bytes() == saved.read_bytes()


@pytest.mark.browser
def test_jupyterlab_opens_with_what_there_is_to_do_and_keeps_what_was_open(lab: Lab):
    lab.open("/jupyter")
    start = ".jp-MarkdownViewer:visible"
    lab.page.wait_for_selector(f'{start} h1:has-text("Mulai di sini")', timeout=90_000)
    page = lab.page.locator(start)
    done = page.locator("tr", has=lab.page.locator(f'a[href*="{EXERCISE}.ipynb"]'))
    assert "sudah dikumpulkan" in done.inner_text()
    waiting = page.locator('tr:has-text("belum diambil")').first.get_by_role("link", name="Ambil")
    assert str(waiting.get_attribute("href")).startswith(f"{lab.workshop.local_address}/latihan/")
    page.locator('a[href*="pelajaran/"]').first.click()
    lab.page.wait_for_selector(".jp-Notebook:visible", timeout=60_000)
    lab.page.wait_for_timeout(2000)  # the workspace is saved a moment later
    lab.open("/jupyter")
    lab.page.wait_for_selector(f'{start} h1:has-text("Mulai di sini")', timeout=90_000)
    lab.page.wait_for_selector('.lm-TabBar-tab:has-text("00-")', timeout=60_000)
    for menu in lab.page.locator(".lm-MenuBar-item").all():
        menu.click()
        entries = lab.page.locator(".lm-Menu").inner_text()
        assert not any(word in entries for word in ("Penyunting Setelan", "Save Widget State", "Reference"))
        lab.page.keyboard.press("Escape")
    lab.page.click('[data-id="jp-running-sessions"]')
    lab.page.wait_for_selector(".jp-RunningSessions .lm-AccordionPanel-title", timeout=30_000)
    spoken = [part.get_attribute("aria-label") for part in lab.page.locator(".lm-AccordionPanel-title").all()]
    assert spoken and all(
        str(words).startswith("Bagian ") and "Section" not in str(words) for words in spoken
    )
    lab.page.click('[data-id="filebrowser"]')
    assert lab.page.locator('[aria-label*=" Section"]').count() == 0


def test_the_page_of_things_to_do_replaces_whatever_has_its_name(tmp_path: Path):
    home = homes.prepare(tmp_path, "p-abc123").path
    key = tmp_path / "kunci.txt"
    key.write_text("rahasia")
    (home / homes.START).symlink_to(key)
    homes.place_start(tmp_path, "p-abc123", "satu")
    assert key.read_text() == "rahasia"
    assert (home / homes.START).read_text() == "satu" and not (home / homes.START).is_symlink()
    (home / homes.START).unlink()
    (home / homes.START).mkdir()
    with pytest.raises(OSError):
        homes.place_start(tmp_path, "p-abc123", "dua")
    assert [item.name for item in home.iterdir() if item.name.startswith(".")] == []


def _has(lab: Lab, path: str, selector: str) -> bool:
    lab.open(path)
    return lab.page.locator(selector).count() > 0


@pytest.mark.browser
def test_a_trainee_reaches_neither_a_neighbour_nor_the_hubs_api(lab: Lab):
    owner = homes.folder_of(lab.workshop.folder.path, _first(lab)).name
    context = lab.page.context.browser.new_context()  # type: ignore[union-attr]
    other = context.new_page()
    try:
        guest = Lab.__new__(Lab)
        guest.workshop, guest.page = lab.workshop, other
        guest.join("Ingin Tahu")
        for path in (f"/user/{owner}/lab", f"/user/{owner}/api/contents/latihan"):
            answer = other.goto(lab.workshop.local_address + path)
            assert answer and answer.status == 403
            assert "Notebook ini bukan milik Anda." in other.inner_text("body")
        for path in ("/hub/api/users", "/hub/admin", f"/hub/spawn/{owner}", "/hub/api/services"):
            answer = other.goto(lab.workshop.local_address + path)
            assert answer and answer.status in (403, 404), path
    finally:
        context.close()


def _first(lab: Lab) -> str:
    with Store(lab.workshop.folder.database) as store:
        return next(person.id for person in store.people.all() if person.name == "Siti Aminah")


@pytest.mark.browser
def test_a_keeper_that_is_killed_takes_its_cages_along_and_comes_back(lab: Lab):
    before = lab.cages()
    assert before
    lab.child("penjaga notebook").send_signal(signal.SIGKILL)
    lab.wait(lambda: not any(map(still_runs, before)))
    lab.open("/kelas")
    assert "Kelas saya" in lab.page.inner_text("h1")
    lab.wait(lambda: lab.runs("penjaga notebook"))
    lab.open("/jupyter")
    lab.page.wait_for_selector(".jp-FileBrowser, .jp-Notebook", timeout=90_000)


@pytest.mark.browser
def test_leaving_the_class_ends_the_server(lab: Lab):
    assert lab.cages()
    lab.open("/kelas")
    lab.page.click('button:has-text("Keluar")')
    lab.page.wait_for_url("**/masuk*")
    lab.wait(lambda: not lab.cages())
