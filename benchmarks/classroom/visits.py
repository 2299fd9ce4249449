"""What Chromium sees: bytes of a phone's first visit with the outside hanging, and the way to a usable JupyterLab."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, CDPSession, Page, Playwright, sync_playwright

from benchmarks.classroom.running import RunningClass

CHROMIUM = "/usr/bin/chromium"
PHONE = {"width": 390, "height": 844}
LAB_SECONDS = 120


@contextmanager
def hanging_outside() -> Iterator[int]:
    """A port that takes every connection and never answers, for all that is not this machine."""
    taken: list[socket.socket] = []
    with socket.create_server(("127.0.0.1", 0)) as server:

        def take() -> None:
            while True:
                try:
                    taken.append(server.accept()[0])
                except OSError:
                    return

        threading.Thread(target=take, daemon=True).start()
        yield server.getsockname()[1]
    for connection in taken:
        connection.close()


@contextmanager
def chromium(play: Playwright, outside: int) -> Iterator[Browser]:
    """Chromium for which every other host hangs."""
    rules = f"MAP * 127.0.0.1:{outside}, EXCLUDE 127.0.0.1"
    browser = play.chromium.launch(
        executable_path=CHROMIUM, args=["--no-sandbox", f"--host-resolver-rules={rules}"]
    )
    yield browser
    browser.close()


class Wire:
    """Bytes that came over the network for one page, and what went elsewhere."""

    def __init__(self, page: Page, address: str) -> None:
        self.bytes = self.requests = 0
        self.elsewhere: list[str] = []
        self._address = address
        session: CDPSession = page.context.new_cdp_session(page)
        session.send("Network.enable")
        session.on("Network.loadingFinished", self._finished)
        page.on("request", self._asked)

    def _finished(self, event: dict[str, float]) -> None:
        self.requests += 1
        self.bytes += int(event["encodedDataLength"])

    def _asked(self, request) -> None:  # type: ignore[no-untyped-def]
        if not request.url.startswith((self._address, "data:", "blob:")):
            self.elsewhere.append(request.url)


def first_visit(kelas: RunningClass) -> dict[str, object]:
    """A phone that was never here: join page and the first page of the class, with an empty cache."""
    with hanging_outside() as outside, sync_playwright() as play, chromium(play, outside) as browser:
        page = browser.new_context(viewport=PHONE).new_page()
        wire = Wire(page, kelas.address)
        begun = time.perf_counter()
        page.goto(f"{kelas.address}/masuk?kode={kelas.class_code}", wait_until="networkidle")
        joined_s, joined_kb = time.perf_counter() - begun, wire.bytes / 1000
        page.fill("input[name=nama]", "Kunjungan Pertama")
        page.fill("input[name=unit]", "Dinas Kesehatan")
        page.click('button:has-text("Masuk kelas")')
        page.wait_for_url("**/kelas*")
        page.wait_for_load_state("load")
        page.wait_for_timeout(1000)
        return {
            "join_page_kb": round(joined_kb, 1),
            "join_page_s": round(joined_s, 2),
            "join_and_class_kb": round(wire.bytes / 1000, 1),
            "requests": wire.requests,
            "asked_elsewhere": wire.elsewhere,
        }


def to_lab(kelas: RunningClass, times: int) -> dict[str, object]:
    """From the click on Buka JupyterLab to a Lab whose file list is there, each time for somebody new."""
    taken = []
    with hanging_outside() as outside, sync_playwright() as play, chromium(play, outside) as browser:
        for number in range(times):
            page = browser.new_context().new_page()
            page.goto(f"{kelas.address}/masuk?kode={kelas.class_code}")
            page.fill("input[name=nama]", f"Ke Lab {number}")
            page.fill("input[name=unit]", "Dinas Kesehatan")
            page.click('button:has-text("Masuk kelas")')
            page.wait_for_url("**/kelas*")
            begun = time.perf_counter()
            page.goto(f"{kelas.address}/jupyter", timeout=LAB_SECONDS * 1000)
            page.wait_for_selector(".jp-DirListing-item", timeout=LAB_SECONDS * 1000)
            taken.append(round(time.perf_counter() - begun, 1))
            page.context.close()
    return {"seconds": taken}
