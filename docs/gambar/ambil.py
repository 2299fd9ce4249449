"""Take the pictures of the documentation: a real class, eight simulated trainees, two phones, a desk, a wall, a laptop.

``.venv/bin/python docs/gambar/ambil.py [NAME ...]`` writes ``docs/gambar/NAME.png``, all of them without names; needs
Chromium and bubblewrap, takes about two minutes. People are invented; the address and the Wi-Fi of the pictures are
examples, because those of the machine that takes them help nobody.
"""

from __future__ import annotations

import asyncio
import io
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

import grading
from workshop import paths
from workshop.demo.phone import Phone
from workshop.demo.plans import Plan, Planner
from workshop.service import codes
from workshop.service.store import Store
from workshop.service.supervisor import Workshop, free_port
from workshop.simulators import Simulator, list_simulators

HERE = Path(__file__).resolve().parent
EXERCISE, RUNNING = "capaian-polaritas", "Skor dan predikat"  # and the block of the agenda it belongs to
SIMULATORS = {"loket": "proyektor-loket", "dinas-kesehatan": "proyektor-kesehatan"}
NAMES = (
    "proyektor-masuk",
    "meja",
    *SIMULATORS.values(),
    "ponsel",
    "jupyterlab",
)
LARGEST = 150_000  # bytes: a page with all of them still opens quickly over a phone's connection
WIDEST = 1280  # pixels: what a page of the documentation shows at most
SHOWN_ADDRESS, SHOWN_WIFI, CLASS_CODE = "http://192.168.1.10:8000", ("LabIKU", "belajar-iku"), "KTR472"
FIRST = "Ani Lestari"  # whose phone is pictured at the door, in the class and with a hint
GAP, TABLE = 16, "#c9d1d6"  # between phones: pixels, and the colour of what they lie on
FINE = Image.Resampling.LANCZOS
WALL = {"width": 1920, "height": 1080}
LAPTOP = {"width": 1440, "height": 900}
PHONE = {"width": 390, "height": 844}
CROWD = (
    ("Citra Wulandari", "Dinas Pendidikan", "teliti"),
    ("Dedi Kurniawan", "Dinas Dukcapil", "keliru"),
    ("Eka Puspita", "Puskesmas Simpang IV", "teliti"),
    ("Fajar Hidayat", "DPMPTSP", "sebagian"),
    ("Gita Maharani", "BPSDM", "keliru"),
    ("Hadi Saputra", "Dinas Kesehatan", "teliti"),
    ("Indah Permata", "Dinas Pendidikan", "kosong"),
    ("Joko Susilo", "Dinas Dukcapil", "keliru"),
)


def write(picture: Image.Image, name: str) -> None:
    """Write a picture: at most ``WIDEST`` pixels wide and ``LARGEST`` bytes.

    Raises:
        SystemExit: even few colours are too many bytes.
    """
    if picture.width > WIDEST:
        picture = picture.resize((WIDEST, picture.height * WIDEST // picture.width), FINE)
    out = HERE / f"{name}.png"
    for colours in (256, 128, 64):  # by coverage: a rare red must not become brown; means keep the ground
        picture.quantize(colours, Image.Quantize.MAXCOVERAGE, kmeans=4, dither=Image.Dither.NONE).save(
            out, optimize=True
        )
        if out.stat().st_size < LARGEST:
            print(f"{out.name}: {out.stat().st_size // 1000} kB, {colours} warna")
            return
    raise SystemExit(f"{out.name} tetap lebih besar dari {LARGEST // 1000} kB.")


class Photographer:
    """A running class, a browser, and the pictures that are wanted."""

    def __init__(self, workshop: Workshop, browser: Browser, wanted: set[str]) -> None:
        self.workshop, self.browser, self.wanted = workshop, browser, wanted
        self.strip: list[Image.Image] = []
        self.planner = Planner(grading.Rehearsal(paths.EXERCISES), workshop.folder.secret)

    def page(self, size: dict[str, int], *, phone: bool = False) -> Page:
        """A browser of somebody else; a phone's pixels are twice as fine."""
        scale = 2 if phone else 1
        context = self.browser.new_context(
            viewport=size, device_scale_factor=scale, is_mobile=phone, has_touch=phone
        )  # type: ignore[arg-type]
        page = context.new_page()
        page.set_default_timeout(90_000)
        return page

    def open(self, page: Page, path: str) -> None:
        page.goto(self.workshop.local_address + path)

    def shot(self, page: Page) -> Image.Image:
        """What the page shows now, once it has come to rest."""
        page.evaluate("() => document.fonts.ready")
        page.wait_for_timeout(600)  # controls fade in; a picture may wait, a test may not
        return Image.open(io.BytesIO(page.screenshot())).convert("RGB")

    def take(self, page: Page, name: str) -> None:
        """Write the picture of a page, if it is wanted."""
        if name in self.wanted:
            write(self.shot(page), name)

    def take_strip(self) -> None:
        """Write what the phones showed, one beside the other."""
        if "ponsel" not in self.wanted:
            return
        width = (WIDEST - GAP * (len(self.strip) + 1)) // len(self.strip)
        small = [one.resize((width, one.height * width // one.width), FINE) for one in self.strip]
        strip = Image.new("RGB", (WIDEST, small[0].height + 2 * GAP), TABLE)
        for nth, one in enumerate(small):
            strip.paste(one, (GAP + nth * (width + GAP), GAP))
        write(strip, "ponsel")

    # people

    def person(self, name: str) -> str:
        """A trainee's id."""
        with Store(self.workshop.folder.database) as store:
            return next(person.id for person in store.people.all() if person.name == name)

    def plan(self, name: str, manner: str, nth: int = 0) -> Plan:
        return self.planner.plan(manner, nth, self.person(name), EXERCISE)

    def crowd_answers(self) -> None:
        """Eight more trainees, so that the desk has something to show."""

        async def one(nth: int) -> None:
            name, unit, manner = CROWD[nth]
            phone = Phone(self.workshop.local_address)
            await phone.join(self.workshop.class_code, name, unit)
            plan = self.plan(name, manner, nth)
            await phone.open(f"/latihan/{EXERCISE}")
            for place, raw in plan.answers.items():
                await phone.open(f"/latihan/{EXERCISE}/{place}")
                await phone.answer(EXERCISE, place, raw, check=True)
            if manner in ("teliti", "keliru"):
                await phone.submit(EXERCISE)

        async def all_of_them() -> None:
            for nth in range(len(CROWD)):
                await one(nth)

        asyncio.run(all_of_them())

    def join(self, page: Page, name: str, unit: str) -> None:
        self.open(page, f"/masuk?kode={self.workshop.class_code}")
        page.fill("input[name=nama]", name)
        page.fill("input[name=unit]", unit)
        if name == FIRST:
            page.locator("input[name=unit]").blur()
            self.strip.append(self.shot(page))
        page.click('button:has-text("Masuk kelas")')
        page.wait_for_url("**/kelas*")

    def fill(self, page: Page, place: int, raw: object) -> None:
        """Answer a part of the form as a finger does."""
        self.open(page, f"/latihan/{EXERCISE}/{place}")
        if isinstance(raw, dict):
            for row, text in raw.items():
                page.fill(f'[name="jawaban.{row}"]', str(text))
        elif page.locator("#jawaban").count():
            page.fill("#jawaban", str(raw))
        else:
            page.check(f'input[value="{raw}"]', force=True)

    # scenes

    def desk(self) -> Page:
        """The facilitator signs in, chooses an agenda and tells the room's Wi-Fi."""
        desk = self.page(LAPTOP)
        self.open(desk, "/meja/masuk")
        desk.fill("input[name=kode_meja]", self.workshop.desk_code)
        desk.click("main button")
        desk.wait_for_url("**/meja")
        desk.click('summary:has-text("Rencana sesi")')
        desk.select_option("#agenda", "satu-hari")
        desk.click('button:has-text("Pakai")')
        desk.wait_for_url("**/meja")
        desk.click(f'.agenda button:has-text("{RUNNING}")')
        desk.wait_for_selector(f'[aria-current="step"]:has-text("{RUNNING}")')
        self.open(desk, "/meja/wifi")
        desk.fill("#wifi_name", SHOWN_WIFI[0])
        desk.fill("#wifi_password", SHOWN_WIFI[1])
        desk.click("main button")
        desk.wait_for_url("**/meja/layar")
        return desk

    def wall(self, desk: Page) -> None:
        """The projector: the join screen once people are there, and simulators at play."""
        desk.set_viewport_size(WALL)
        self.open(desk, "/meja/layar")
        self.take(desk, "proyektor-masuk")
        for simulator in list_simulators():
            if (name := SIMULATORS.get(simulator.id)) in self.wanted:
                self.simulator(simulator, name)
        desk.set_viewport_size(LAPTOP)

    def simulator(self, simulator: Simulator, name: str) -> None:
        page = self.page(WALL)
        self.open(page, simulator.path("/simulator/", view="projector", code=codes.grouped(CLASS_CODE)))
        page.wait_for_selector(".iku.sim[data-replications]")
        while page.get_attribute(".iku.sim", "data-step") != "main":
            page.keyboard.press("PageDown")
            page.wait_for_timeout(300)
        page.wait_for_selector(".progress-slot.full", state="attached")
        self.take(page, name)
        page.context.close()

    def phones(self) -> tuple[Page, Page]:
        """Ani meets a hint and corrects herself; Budi answers all but one part rightly."""
        ani, budi = self.page(PHONE, phone=True), self.page(PHONE, phone=True)
        self.join(ani, FIRST, "Dinas Kesehatan")
        self.strip.append(self.shot(ani))
        self.join(budi, "Budi Santoso", "Dinas Dukcapil")
        for page, name, manner in ((ani, FIRST, "teliti"), (budi, "Budi Santoso", "keliru")):
            plan = self.plan(name, manner, 1)
            for place, wrong in plan.tries.items():
                self.fill(page, place, wrong)
                page.click("#periksa")
                page.wait_for_selector("#petunjuk .hint")
                self.strip.append(self.shot(page))
            for place, raw in plan.answers.items():
                self.fill(page, place, raw)
                page.click('.foot button[value="lanjut"]')
                page.wait_for_url(lambda url, here=f"/{place}": not url.endswith(here))
            self.open(page, f"/latihan/{EXERCISE}/kirim")
            page.click('main button:has-text("Kirim")')
            page.wait_for_url("**/terkirim")
        return ani, budi

    def grade(self, desk: Page, budi: Page) -> None:
        """Grade, release, and look at what the trainee sees."""
        self.open(desk, f"/meja?latihan={EXERCISE}")
        desk.click('button:has-text("5 menit")')
        desk.click('button:has-text("Nilai semua")')
        desk.wait_for_selector('#nilai:has-text("jawaban dinilai")')
        self.take(desk, "meja")
        desk.click('summary:has-text("Bagikan umpan balik")')
        desk.click('button:has-text("Bagikan umpan balik sekarang")')
        desk.wait_for_selector('#nilai:has-text("Umpan balik dibagikan")')
        self.open(budi, f"/umpan-balik/{EXERCISE}")
        self.strip.append(self.shot(budi))
        self.take_strip()

    def laptop(self) -> None:
        """The same exercise in JupyterLab."""
        page = self.page(LAPTOP)
        self.join(page, "Siti Aminah", "Dinas Pendidikan")
        self.open(page, f"/latihan/{EXERCISE}")
        page.click("summary")
        page.click('button:has-text("Kerjakan di JupyterLab")')
        page.wait_for_selector(".jp-Notebook .jp-Cell h1")
        page.wait_for_selector('.jp-Notebook-ExecutionIndicator[data-status="idle"]')
        self.take(page, "jupyterlab")


@contextmanager
def running_class() -> Iterator[Workshop]:
    """A class in a folder of its own that shows the example address and code; gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="iku-gambar-") as place:
        data = Path(place) / "kelas"
        workshop = Workshop(data, port=free_port(), host="127.0.0.1")
        with Store(workshop.folder.database) as store:
            store.put("class_code", CLASS_CODE)
        workshop.class_code = CLASS_CODE
        service = workshop.children[0].argv
        service[service.index("--address") + 1] = SHOWN_ADDRESS
        ending = threading.Event()

        def watch() -> None:
            while not ending.wait(0.25):
                workshop.look_after()

        try:
            workshop.start()
            threading.Thread(target=watch, daemon=True).start()
            yield workshop
        finally:
            ending.set()
            workshop.stop()


def main(wanted: set[str]) -> None:
    """Play the class once and take what is wanted."""
    if unknown := wanted - set(NAMES):
        raise SystemExit(f"Gambar tidak dikenal: {', '.join(sorted(unknown))}. Ada: {', '.join(NAMES)}.")
    with running_class() as workshop, sync_playwright() as play:
        browser = play.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        scene = Photographer(workshop, browser, wanted or set(NAMES))
        desk = scene.desk()
        _, budi = scene.phones()
        threads = threading.Thread(target=scene.crowd_answers)  # Playwright keeps this thread's event loop
        threads.start()
        threads.join()
        scene.wall(desk)
        scene.grade(desk, budi)
        if "jupyterlab" in scene.wanted:
            scene.laptop()
        browser.close()


if __name__ == "__main__":
    main(set(sys.argv[1:]))
