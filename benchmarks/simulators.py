"""Simulators in one run beside stock Voila with matplotlib: from slider to picture, a crowd, bytes, memory. JSON out.

Both sides answer with the same scenario and the same replications; Chromium runs on the same machine. Everything
outside loopback is left hanging for our pages and refused for the stock ones (hanging, they never paint).
``--quick`` leaves the crowd of thirty out.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import json
import os
import random
import re
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import nbformat
import tornado.httpclient
import tornado.websocket
from playwright.sync_api import Browser, Page, Playwright, Route, sync_playwright
from playwright.sync_api import TimeoutError as PlaywrightTimeout

from workshop.simulators import list_simulators, server_command
from workshop.simulators.wire import PROTOCOL

READY = ".iku.sim[data-replications]"
LOOPBACK = re.compile(r"(?:https?|wss?)://127\.0\.0\.1[:/]|data:|blob:")
STEPS, DRAG_SECONDS = 25, 2.0
STOCK_CELL = """
import ipywidgets as widgets, matplotlib.pyplot as plt, pandas as pd
from IPython.display import display
from kpi_sim import load_scenario, replicate
base = load_scenario("services").replace({"working_days": 20})
slider = widgets.FloatSlider(value=0.5, min=0.5, max=2.0, step=0.05, continuous_update=True)
out = widgets.Output()
def draw(_=None):
    chosen = base.replace({"arrival_level": slider.value})
    bins = replicate([base, chosen], replications=10, seed=2026).histogram("completion_time").coarser(3, until=75)
    with out:
        out.clear_output(wait=True)
        fig, ax = plt.subplots(figsize=(10, 5))
        ax.bar(bins.edges[:-1], bins.counts[-1].mean(axis=0), width=3, align="edge")
        plt.show()
slider.observe(draw, "value")
draw()
display(widgets.VBox([slider, out]))
"""

# one picture: resolves with the milliseconds from the move to the frame that shows it
STEP_OURS = """(value) => new Promise((done) => {
  const slider = document.querySelector('#iku-lever-arrival_level');
  const begun = performance.now();
  const watch = new MutationObserver(() => { watch.disconnect(); requestAnimationFrame(() => done(performance.now() - begun)); });
  watch.observe(document.querySelector('.bars'), { subtree: true, attributes: true });
  slider.value = value;
  slider.dispatchEvent(new Event('input', { bubbles: true }));
})"""
# any simulator: slider number `at` goes to a part of its way; null where it stood there already
STEP_ANY = """([at, part]) => new Promise((done) => {
  const root = document.querySelector('.iku.sim');
  const sliders = document.querySelectorAll('.levers input[type=range]');
  const slider = sliders[at % sliders.length];
  const places = Math.round((slider.max - slider.min) / slider.step);
  const value = String(Number(slider.min) + Math.round(part * places) * slider.step);
  const before = slider.value;
  slider.value = value;
  if (slider.value === before) return done(null);
  const begun = performance.now();
  const watch = new MutationObserver(() => {
    if (root.dataset.seq !== root.dataset.asked) return;
    watch.disconnect();
    requestAnimationFrame(() => done(performance.now() - begun));
  });
  watch.observe(root, { attributes: true, attributeFilter: ['data-seq'] });
  slider.dispatchEvent(new Event('input', { bubbles: true }));
})"""
STEP_STOCK = """() => new Promise((done) => {
  const handle = document.querySelector('.noUi-handle');
  const area = document.querySelector('.jupyter-widgets.widget-output, .jp-OutputArea');
  const begun = performance.now();
  const watch = new MutationObserver(() => {
    const picture = document.querySelector('.widget-output img, .jp-OutputArea img');
    if (!picture || picture.dataset.seen) return;
    picture.dataset.seen = '1';
    watch.disconnect();
    (picture.decode ? picture.decode().catch(() => {}) : Promise.resolve()).then(() => requestAnimationFrame(() => done(performance.now() - begun)));
  });
  document.querySelectorAll('img').forEach((img) => { img.dataset.seen = '1'; });
  watch.observe(document.body, { subtree: true, childList: true, attributes: true, attributeFilter: ['src'] });
  handle.focus();
  handle.dispatchEvent(new KeyboardEvent('keydown', { key: 'ArrowRight', bubbles: true, cancelable: true }));
})"""
WATCH_FRAMES = """(kind) => {
  window.frames_ = { all: 0, blank: 0, changes: 0, on: true, last: '' };
  const look = () => {
    if (!window.frames_.on) return;
    const shown = kind === 'ours'
      ? [...document.querySelectorAll('.bars .bar')].map((bar) => bar.getAttribute('height')).join()
      : [...document.querySelectorAll('.widget-output img, .jp-OutputArea img')].filter((i) => i.complete && i.naturalWidth).map((i) => i.src.length).join();
    window.frames_.all += 1;
    if (!shown || /^(0,?)*$/.test(shown)) window.frames_.blank += 1;
    if (shown !== window.frames_.last) window.frames_.changes += 1;
    window.frames_.last = shown;
    requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
}"""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextlib.contextmanager
def serving(argv: list[str], env: dict[str, str], ready: str, log: Path) -> Iterator[None]:
    """A server process until the block ends; waits until ``ready`` answers."""
    with log.open("ab") as out:
        process = subprocess.Popen(argv, env={**os.environ, **env}, stdout=out, stderr=out)
        try:
            deadline = time.monotonic() + 60
            while True:
                with contextlib.suppress(OSError):
                    urllib.request.urlopen(ready, timeout=5).close()
                    break
                if time.monotonic() > deadline or process.poll() is not None:
                    raise SystemExit(f"server did not start, see {log.read_text(errors='replace')[-2000:]}")
                time.sleep(0.1)
            yield
        finally:
            process.terminate()
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(20)
            process.kill()
            process.wait()


def guard(page: Page, outside: list[str], *, hang: bool) -> None:
    """Nothing outside is reached; what was tried is listed."""

    def decide(route: Route) -> None:
        if LOOPBACK.match(route.request.url):
            route.continue_()
            return
        outside.append(route.request.url)
        if not hang:
            route.abort()

    page.route("**/*", decide)


def quantiles(values: list[float]) -> dict[str, float]:
    ordered = sorted(values)
    return {
        "p50": round(statistics.median(ordered), 1),
        "p95": round(ordered[min(len(ordered) - 1, int(len(ordered) * 0.95))], 1),
    }


class Side:
    """Our simulators or the stock ones: the same questions to both."""

    def __init__(self, kind: str, browser: Browser, url: str) -> None:
        self.kind, self.browser, self.url = kind, browser, url
        self.outside: list[str] = []

    def open(self) -> tuple[Page, float]:
        """A page and the seconds until it could be used."""
        page = self.browser.new_context(viewport={"width": 1920, "height": 1080}).new_page()
        guard(page, self.outside, hang=self.kind == "ours")
        begun = time.perf_counter()
        page.goto(self.url, wait_until="commit", timeout=120_000)
        if self.kind == "ours":
            page.wait_for_selector(READY, timeout=120_000)
        else:
            page.wait_for_selector(".noUi-handle", timeout=120_000)
            page.wait_for_selector(".jp-OutputArea img, .widget-output img", timeout=120_000)
        return page, time.perf_counter() - begun

    def play(self, page: Page) -> None:
        """Bring the picture with sliders to the screen."""
        if self.kind == "ours":
            for _ in range(2):
                page.keyboard.press("PageDown")
            page.wait_for_selector(".bars .bar", state="attached")
        page.wait_for_timeout(1500)

    def steps(self, page: Page) -> list[float]:
        """Milliseconds from a single move to its picture."""
        times = []
        for k in range(STEPS):
            if self.kind == "ours":
                times.append(page.evaluate(STEP_OURS, round(0.55 + 0.05 * k, 2)))
            else:
                times.append(page.evaluate(STEP_STOCK))
            page.wait_for_timeout(60)
        return times

    def drag(self, page: Page) -> dict[str, Any]:
        """Frames while the slider is dragged: all, blank, different pictures a second."""
        handle = "#iku-lever-arrival_level" if self.kind == "ours" else ".noUi-handle"
        box = page.locator(handle).bounding_box()
        assert box
        if self.kind == "ours":
            x, width, y = box["x"] + box["width"] * 0.2, box["width"] * 0.5, box["y"] + box["height"] / 2
            page.evaluate(f"document.querySelector('{handle}').value = 0.8")
        else:
            x, width, y = box["x"] + box["width"] / 2, -150.0, box["y"] + box["height"] / 2
        page.mouse.move(x, y)
        page.mouse.down()
        page.evaluate(WATCH_FRAMES, self.kind)
        begun = time.perf_counter()
        while (part := (time.perf_counter() - begun) / DRAG_SECONDS) < 1:
            page.mouse.move(x + width * part, y)
            page.wait_for_timeout(10)
        frames = page.evaluate("() => { window.frames_.on = false; return window.frames_; }")
        page.mouse.up()
        return {
            "frames": frames["all"],
            "blank": frames["blank"],
            "pictures_per_second": round(frames["changes"] / DRAG_SECONDS, 1),
        }


def every_simulator(browser: Browser, base: str) -> dict[str, dict[str, float]]:
    """Milliseconds from a move to its picture in each simulator: moves all over the place, at rest between them."""
    found = {}
    for simulator in list_simulators():
        page = browser.new_context(viewport={"width": 1920, "height": 1080}).new_page()
        page.goto(f"{base}{simulator.id}?view=projector")
        page.wait_for_selector(READY)
        for _ in range(2):
            page.keyboard.press("PageDown")
        page.wait_for_timeout(1500)
        places = random.Random(simulator.id)
        times = []
        while len(times) < STEPS:
            took = page.evaluate(STEP_ANY, [places.randrange(6), places.random()])
            if took is not None:
                times.append(took)
            page.wait_for_timeout(60)
        found[simulator.id] = quantiles(times)
        page.context.close()
    return found


def visits(browser: Browser, url: str) -> list[int]:
    """Bytes on the wire of a first and a second visit."""
    context = browser.new_context()
    page = context.new_page()
    session = context.new_cdp_session(page)
    session.send("Network.enable")
    sizes: dict[str, float] = {}
    session.on(
        "Network.loadingFinished",
        lambda event: sizes.update({event["requestId"]: event["encodedDataLength"]}),
    )
    totals = []
    for _ in range(2):
        sizes.clear()
        page.goto(url)
        page.wait_for_selector(READY)
        page.wait_for_timeout(500)
        totals.append(round(sum(sizes.values())))
    context.close()
    return totals


def packed(*parts: dict[str, Any]) -> bytes:
    """A message to the shell channel as the protocol packs it."""
    texts = [b"shell", *(json.dumps(part).encode() for part in parts)]
    places = [8 * (len(texts) + 2)]
    for text in texts:
        places.append(places[-1] + len(text))
    return b"".join(number.to_bytes(8, "little") for number in (len(places), *places)) + b"".join(texts)


async def crowd(url: str, base: str, people: int) -> dict[str, Any]:
    """``people`` viewers at once: page, websocket, and the widget's whole state for each; kernels stay open."""
    tornado.httpclient.AsyncHTTPClient.configure(None, max_clients=people + 5)
    begun = time.perf_counter()
    done: list[float] = []
    open_sockets = []

    async def one() -> None:
        client = tornado.httpclient.AsyncHTTPClient()
        html = (await client.fetch(url, request_timeout=75)).body.decode()
        kernel = re.search(r'"kernel": "([0-9a-f-]{36})"', html)
        model = re.search(r'data-model="([0-9a-f]+)"', html)
        assert kernel and model, html[-700:]
        address = (
            f"{base.replace('http', 'ws')}api/kernels/{kernel[1]}/channels?session_id={uuid.uuid4().hex}"
        )
        socket_ = await tornado.websocket.websocket_connect(address, subprotocols=[PROTOCOL])
        open_sockets.append(socket_)
        content = {"comm_id": model[1], "data": {"method": "request_state"}}
        header = {
            "msg_id": uuid.uuid4().hex,
            "msg_type": "comm_msg",
            "username": "",
            "session": "s",
            "version": "5.3",
        }
        await socket_.write_message(packed(header, {}, {}, content), binary=True)
        while b"_model_name" not in (answer := await socket_.read_message() or b""):
            assert answer, "the connection ended"
        done.append(time.perf_counter() - begun)

    await asyncio.gather(*(one() for _ in range(people)))
    memory = kernel_memory()
    for socket_ in open_sockets:
        socket_.close()
    return {
        "viewers": people,
        "all_usable_seconds": round(max(done), 2),
        "median_seconds": round(statistics.median(done), 2),
        "mebibytes_per_viewer": memory,
    }


def kernel_memory() -> float:
    """Median proportional set size (MiB) of the kernels forked by a zygote of our server."""
    parents: dict[int, int] = {}
    zygotes = set()
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            with contextlib.suppress(OSError, ValueError, IndexError):
                pid = int(entry.name)
                parents[pid] = int((entry / "stat").read_text().rsplit(")", 1)[1].split()[1])
                if (
                    b"warm_kernels import zygote" in (entry / "cmdline").read_bytes()
                    and parents[pid] in _family()
                ):
                    zygotes.add(pid)
    sizes = []
    for pid, parent in parents.items():
        if parent in zygotes:
            with contextlib.suppress(OSError, StopIteration):
                text = Path(f"/proc/{pid}/smaps_rollup").read_text()
                sizes.append(
                    next(int(line.split()[1]) for line in text.splitlines() if line.startswith("Pss:")) / 1024
                )
    return round(statistics.median(sizes), 1) if sizes else float("nan")


def _family() -> set[int]:
    """This process's children."""
    found = set()
    for task in Path(f"/proc/{os.getpid()}/task").iterdir():
        with contextlib.suppress(OSError):
            found |= {int(pid) for pid in (task / "children").read_text().split()}
    return found


def measure(side: Side, *, others: int) -> dict[str, Any]:
    """Everything that needs one page in front and, then, ``others`` behind it."""
    first, cold = side.open()
    side.play(first)
    result: dict[str, Any] = {"first_open_seconds": round(cold, 2)}
    times = []
    for _ in range(3):
        page, seconds = side.open()
        times.append(seconds)
        page.context.close()
    result["time_to_interactive_seconds"] = round(statistics.median(times), 2)
    result["slider_to_picture_ms"] = quantiles(side.steps(first))
    result["drag"] = side.drag(first)
    if others:
        crowd_pages = [side.open()[0] for _ in range(others)]
        first.wait_for_timeout(2000)
        first.bring_to_front()
        result[f"slider_to_picture_ms_with_{others + 1}_viewers"] = quantiles(side.steps(first))
        for page in crowd_pages:
            page.context.close()
    first.context.close()
    return result


def run(playwright: Playwright, folder: Path) -> dict[str, Any]:
    """Ours, then stock."""
    browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
    port = free_port()
    base = f"http://127.0.0.1:{port}/simulator/"
    argv, env = server_command(port=port, data_dir=folder)
    with serving(argv, env, base + "kesehatan", folder / "ours.log"):
        side = Side("ours", browser, f"{base}loket?view=projector")
        ours = measure(side, others=9)
        ours["bytes"] = dict(
            zip(("first_visit", "second_visit"), visits(browser, f"{base}loket"), strict=True)
        )
        ours["outside_requests"] = side.outside
        ours["move_to_picture_ms"] = every_simulator(browser, base)
    try:
        stock = measure_stock(browser, folder / "stock")
    except PlaywrightTimeout:  # a page of stock Voila sometimes never ends loading
        stock = measure_stock(browser, folder / "stock-again")
    browser.close()
    faster = stock["time_to_interactive_seconds"] / ours["time_to_interactive_seconds"]
    return {"ours": ours, "stock": stock, "time_to_interactive_times_faster": round(faster, 1)}


def thirty(folder: Path) -> dict[str, Any]:
    """A class arrives: the first viewer has warmed the server."""
    port = free_port()
    base = f"http://127.0.0.1:{port}/simulator/"
    argv, env = server_command(port=port, data_dir=folder, viewers=60)
    with serving(argv, env, base + "kesehatan", folder / "crowd.log"):
        asyncio.run(crowd(f"{base}loket", base, 1))
        return asyncio.run(crowd(f"{base}loket", base, 30))


def measure_stock(browser: Browser, notebooks: Path) -> dict[str, Any]:
    """Stock Voila, stock kernel, matplotlib in an Output widget."""
    notebooks.mkdir()
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(STOCK_CELL)])
    notebook.metadata["kernelspec"] = {"name": "python3", "display_name": "Python 3", "language": "python"}
    nbformat.write(notebook, notebooks / "loket.ipynb")
    port = free_port()
    argv = [
        sys.executable,
        "-m",
        "voila",
        str(notebooks),
        "--no-browser",
        f"--port={port}",
        "--Voila.ip=127.0.0.1",
    ]
    base = f"http://127.0.0.1:{port}/"
    with serving(argv, {}, base, notebooks.with_suffix(".log")):
        side = Side("stock", browser, f"{base}voila/render/loket.ipynb")
        result = measure(side, others=0)
        result["outside_requests"] = sorted(set(side.outside))
    return result


def main() -> None:
    """Print the comparison."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # so that servers end with us
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="without the crowd of thirty")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="iku-bench-") as name:
        folder = Path(name)
        crowded = {} if args.quick else {"crowd": thirty(folder)}
        with sync_playwright() as playwright:
            result = run(playwright, folder) | crowded
    kernels = subprocess.run(
        [sys.executable, "-m", "workshop.warm_kernels.benchmark"], capture_output=True, text=True, check=True
    )
    print(json.dumps(result | {"kernels": json.loads(kernels.stdout)}, indent=2))


if __name__ == "__main__":
    main()
