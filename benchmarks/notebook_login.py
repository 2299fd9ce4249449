"""From a click on "Buka JupyterLab" to a JupyterLab that can be used, in Chromium; and what a trainee then costs.

Prints JSON: seconds by the clock (of a machine that runs browser and class together), processor seconds of the class
and of the browser (which a busy machine does not change much), and memory. Trainees come one after the other; their
servers keep running. Run: ``.venv/bin/python benchmarks/notebook_login.py [--trainees 5]``.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import tempfile
import time
from pathlib import Path

import psutil
from playwright.sync_api import Browser, sync_playwright

from workshop.service.supervisor import Workshop, free_port

USABLE = ".jp-DirListing-item, .jp-LauncherCard"
KERNEL_READY = '.jp-Notebook-ExecutionIndicator[data-status="idle"]'
WARM_UP_SECONDS = 10  # a facilitator has the class running before people come
LESSON = "01-apa-itu-iku.ipynb"


def processor_seconds(root: psutil.Process) -> float:
    """User and system time of a process and its descendants that still run."""
    total = 0.0
    for process in [root, *root.children(recursive=True)]:
        try:
            times = process.cpu_times()
        except psutil.Error:
            continue
        total += times.user + times.system + times.children_user + times.children_system
    return total


def parts(workshop: Workshop) -> list[psutil.Process]:
    """The parts of the class that a login to JupyterLab passes: hub with all servers, and front door."""
    wanted = ("notebook", "pintu depan")
    return [psutil.Process(c.process.pid) for c in workshop.children if c.process and c.name in wanted]


def held_mebibytes(workshop: Workshop) -> float:
    """Memory of these parts, shared pages counted once (PSS)."""
    total = 0
    for root in parts(workshop):
        for process in [root, *root.children(recursive=True)]:
            try:
                total += process.memory_full_info().pss
            except psutil.Error:
                continue
    return total / 2**20


def one(workshop: Workshop, browser: Browser, number: int) -> dict[str, float]:
    """One trainee: joins, opens JupyterLab, opens a lesson and waits for its kernel."""
    page = browser.new_context().new_page()
    page.goto(workshop.local_address + f"/masuk?kode={workshop.class_code}")
    page.fill("input[name=nama]", f"Peserta {number:03}")
    page.fill("input[name=unit]", "Dinas")
    page.click('button:has-text("Masuk kelas")')
    page.wait_for_url("**/kelas*")
    chromium = [process for process in psutil.Process().children() if "node" in process.name()]
    class_before = sum(map(processor_seconds, parts(workshop)))
    browser_before = sum(map(processor_seconds, chromium))
    begun = time.perf_counter()
    page.goto(workshop.local_address + "/jupyter", wait_until="commit")
    page.wait_for_url("**/user/*/lab**", timeout=120_000, wait_until="commit")
    spawned = time.perf_counter()
    page.wait_for_selector(USABLE, timeout=120_000)
    usable = time.perf_counter()
    class_after = sum(map(processor_seconds, parts(workshop)))
    browser_after = sum(map(processor_seconds, chromium))
    page.goto(f"{page.url.split('/lab')[0]}/lab/tree/pelajaran/{LESSON}", wait_until="commit")
    page.wait_for_selector(KERNEL_READY, timeout=120_000)
    ready = time.perf_counter()
    page.goto("about:blank")
    return {
        "server_s": spawned - begun,
        "lab_s": usable - spawned,
        "login_to_usable_s": usable - begun,
        "lesson_with_kernel_s": ready - usable,
        "class_cpu_s": class_after - class_before,
        "browser_cpu_s": browser_after - browser_before,
    }


def main() -> None:
    """Start a class in a folder of its own, send trainees, print what was measured."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--trainees", type=int, default=5)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as place:
        Path(place).chmod(0o755)
        workshop = Workshop(Path(place) / "kelas", port=free_port(), host="127.0.0.1", simulators=False)
        try:
            workshop.start()
            time.sleep(WARM_UP_SECONDS)
            before = held_mebibytes(workshop)
            with sync_playwright() as play:
                browser = play.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
                load = os.getloadavg()[0]
                runs = [one(workshop, browser, number) for number in range(args.trainees)]
                grown = held_mebibytes(workshop) - before
                browser.close()
        finally:
            workshop.stop()
    report: dict[str, object] = {"trainees": args.trainees, "cores": os.cpu_count()}
    report |= {"load_before": round(load, 1), "load_after": round(os.getloadavg()[0], 1)}
    report |= {name: round(statistics.median(run[name] for run in runs), 2) for name in runs[0]}
    report["first_login_to_usable_s"] = round(runs[0]["login_to_usable_s"], 2)
    report["class_mib_a_trainee_with_kernel"] = round(grown / args.trainees, 1)
    print(json.dumps(report, indent=2))


if __name__ == "__main__":
    main()
