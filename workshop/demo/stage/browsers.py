"""Everybody's browser: a window of the right size that takes pictures and notices what is not as it should be."""

from __future__ import annotations

import io
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from PIL import Image

from workshop.demo.stage.record import Measure, Picture, Record, SceneFault
from workshop.errors import BrowserMissingError

PROGRAMS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
PATIENCE = 40.0  # seconds in which a page must show what it is expected to show
TRIES = 4  # of opening a page whose window loads itself anew at that moment
QUALITY = 82  # of the pictures (JPEG)

# Width × height in CSS pixels, and how fine the pictures are.
PHONE, LAPTOP, DESK, WALL = (390, 844), (1366, 768), (1440, 900), (1920, 1080)
FINE_PHONE = 2

# Words that no page of the class may show: something came through that was meant for the log.
LEAKED = ("Traceback (most recent call last)", "Internal Server Error", "undefined", "[object Object]", "NaN")


def find_browser() -> str:
    """The Chromium of this machine.

    Raises:
        BrowserMissingError: there is none, or the package that steers it is missing.
    """
    try:
        import playwright  # noqa: F401
    except ImportError as fault:
        raise BrowserMissingError(
            missing="Paket Python playwright belum terpasang",
            advice='Pasang dengan: .venv/bin/python -m pip install "playwright>=1.49".',
        ) from fault
    for program in PROGRAMS:
        if found := shutil.which(program):
            return found
    raise BrowserMissingError(
        missing="Peramban Chromium belum terpasang", advice="Pasang dengan: sudo apt install chromium."
    )


@dataclass
class Window:
    """One person's window. ``who`` is how the report calls it, ``shape`` how it is shown there."""

    who: str
    shape: str
    page: Any
    address: str
    album: Path
    record: Record
    quiet: bool = False  # while the network is away on purpose, the browser may complain
    checked: bool = True  # whether what is shown is ours and has to hold our own rules
    _path: str = field(default="", repr=False)

    def __post_init__(self) -> None:
        ours = (self.address, self.address.replace("http", "ws"), "data:", "blob:", "about:")
        self.page.set_default_timeout(PATIENCE * 1000)
        self.page.on("request", lambda sent: None if sent.url.startswith(ours) else self._outside(sent.url))
        self.page.on(
            "response", lambda came: self._failed(came.url, came.status) if came.status >= 500 else None
        )
        self.page.on("pageerror", lambda fault: self._complaint(str(fault)))
        self.page.on("console", lambda said: self._complaint(said.text) if said.type == "error" else None)

    def _outside(self, url: str) -> None:
        self.record.fault(f"{self.who} meminta sesuatu di luar komputer kelas: {url[:100]}")

    def _failed(self, url: str, status: int) -> None:
        self.record.fault(f"{self.who}: {url.removeprefix(self.address)[:100]} dijawab galat {status}")

    def _complaint(self, text: str) -> None:
        if self.checked and not self.quiet:
            self.record.fault(f"{self.who}: peramban mengeluh: {text[:160]}")

    # what a person does

    def open(self, path: str) -> None:
        """Go to a page of the class; tried again where the present page was just loading itself anew."""
        from playwright.sync_api import Error

        with self._told(f"halaman {path} tidak terbuka"):
            for _ in range(TRIES):
                try:
                    self.page.goto(self.address + path)
                    return
                except Error:
                    self.page.wait_for_timeout(500)
            self.page.goto(self.address + path)

    def press(self, selector: str) -> None:
        """Click or tap."""
        with self._told(f"tidak dapat menekan {selector}"):
            self.page.locator(selector).first.click()

    def follow(self, selector: str) -> None:
        """Click what leads to another page, and wait for that page."""
        with self._told(f"tidak dapat menekan {selector}"), self.page.expect_navigation():
            self.page.locator(selector).first.click()

    def take(self, selector: str, file: Path) -> None:
        """Click what gives a file, and keep it."""
        with self._told(f"{selector} tidak memberi berkas"):
            with self.page.expect_download() as loading:
                self.page.locator(selector).first.click()
            loading.value.save_as(file)

    def gone(self, selector: str, seconds: float = PATIENCE) -> None:
        """Wait for something to go away."""
        with self._told(f"{selector} masih tampil setelah {seconds:.0f} detik"):
            self.page.locator(selector).first.wait_for(state="detached", timeout=seconds * 1000)

    def write(self, selector: str, text: str) -> None:
        """Fill in a field."""
        with self._told(f"tidak dapat mengisi {selector}"):
            self.page.locator(selector).first.fill(text)

    def choose(self, selector: str, value: str) -> None:
        """Choose from a list."""
        with self._told(f"tidak dapat memilih {value} di {selector}"):
            self.page.locator(selector).first.select_option(value)

    def see(self, selector: str, seconds: float = PATIENCE) -> None:
        """Wait for something to show."""
        with self._told(f"{selector} tidak tampil dalam {seconds:.0f} detik"):
            self.page.locator(selector).first.wait_for(timeout=seconds * 1000)

    def arrive(self, path: str, seconds: float = PATIENCE) -> None:
        """Wait for an address (glob)."""
        with self._told(f"tidak sampai di {path} dalam {seconds:.0f} detik"):
            self.page.wait_for_url(f"{self.address}{path}", timeout=seconds * 1000, wait_until="commit")
            self.page.wait_for_load_state(timeout=seconds * 1000)

    def until(self, what: Callable[[], bool], words: str, seconds: float = PATIENCE) -> None:
        """Look again and again until something is so."""
        end = time.monotonic() + seconds
        while not what():
            if time.monotonic() > end:
                raise SceneFault(f"{self.who}: {words} belum terjadi setelah {seconds:.0f} detik.", self)
            self.page.wait_for_timeout(150)

    def text(self, selector: str = "body") -> str:
        """The words that are shown."""
        return str(self.page.locator(selector).first.inner_text())

    def is_there(self, selector: str) -> bool:
        """Whether something is on the page now."""
        return bool(self.page.locator(selector).count())

    @contextmanager
    def _told(self, words: str) -> Iterator[None]:
        from playwright.sync_api import Error

        try:
            yield
        except Error as fault:
            raise SceneFault(
                f"{self.who}: {words} (di {self.page.url.removeprefix(self.address)}).", self
            ) from fault

    @contextmanager
    def timed(self, what: str) -> Iterator[None]:
        """Note how long a person waited."""
        began = time.monotonic()
        yield
        self.record.measures.append(Measure(what, time.monotonic() - began))

    # what is looked at

    def picture(self, caption: str) -> None:
        """Take a picture, and look whether the page holds our rules."""
        self.page.evaluate("() => document.fonts.ready")
        self.page.wait_for_timeout(120)  # what fades in has faded in
        nth = len(self.record.pictures()) + 1
        name = f"{nth:02d}-{self.shape}.jpg"
        seen = Image.open(io.BytesIO(self.page.screenshot())).convert("RGB")
        seen.save(self.album / name, quality=QUALITY, optimize=True)
        self.record.now.pictures.append(Picture(name, self.shape, self.who, caption, seen.width, seen.height))
        if self.checked:
            self._look()

    def _look(self) -> None:
        # not innerWidth: on a phone that grows with a page that is too wide
        box = "document.documentElement"
        width = self.page.evaluate(f"() => {box}.scrollWidth - {box}.clientWidth")
        if width > 0:
            self.record.fault(f"{self.who}: halaman dapat digeser {width} piksel ke samping")
        words = self.text()
        for leaked in LEAKED:
            if leaked in words:
                self.record.fault(f'{self.who}: halaman menampilkan "{leaked}"')


class Theatre:
    """The browser program and all windows in it."""

    def __init__(self, program: str, address: str, album: Path, record: Record) -> None:
        from playwright.sync_api import sync_playwright

        self.address, self.album, self.record = address, album, record
        self._play = sync_playwright().start()
        # in a container or for root, Chromium's own sandbox is not to be had; only our own pages are opened
        self._browser = self._play.chromium.launch(executable_path=program, args=["--no-sandbox"])
        self.version = self._browser.version

    def phone(self, who: str) -> Window:
        """A phone in portrait, with touch."""
        return self._window(
            who, "ponsel", PHONE, device_scale_factor=FINE_PHONE, is_mobile=True, has_touch=True
        )

    def laptop(self, who: str) -> Window:
        return self._window(who, "laptop", LAPTOP)

    def desk(self, who: str) -> Window:
        return self._window(who, "laptop", DESK)

    def wall(self, desk: Window) -> Window:
        """A second window of the facilitator's browser, moved to the projector."""
        page = desk.page.context.new_page()
        page.set_viewport_size({"width": WALL[0], "height": WALL[1]})
        return Window("Layar kelas", "layar", page, self.address, self.album, self.record)

    def _window(self, who: str, shape: str, size: tuple[int, int], **kind: Any) -> Window:
        context = self._browser.new_context(
            viewport={"width": size[0], "height": size[1]}, locale="id-ID", timezone_id="Asia/Jakarta", **kind
        )
        return Window(who, shape, context.new_page(), self.address, self.album, self.record)

    def close(self) -> None:
        with suppress(
            Exception
        ):  # a browser that has crashed cannot be closed; the report says what happened
            self._browser.close()
        self._play.stop()
