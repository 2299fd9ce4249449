"""``laporan.html``: every step with its pictures, the times that people waited, and what was not as it should be."""

from __future__ import annotations

import os
import platform
import shutil
from itertools import groupby
from pathlib import Path
from statistics import median
from typing import Any

from workshop import clock
from workshop.demo.stage.record import Record
from workshop.service.look import OWN_STATIC, common_static, environment

HERE = Path(__file__).parent
FONT = "fonts/source-sans-3-latin-wght-normal.woff2"


def write_report(out: Path, record: Record, *, seconds: float, browser: str) -> Path:
    """Write the page beside its pictures; everything that it shows lies in the same folder."""
    (out / "fonts").mkdir(exist_ok=True)
    shutil.copyfile(common_static() / FONT, out / FONT)
    styles = [common_static() / "tokens.css", OWN_STATIC / "kelas.css", HERE / "laporan.css"]
    template = environment().from_string((HERE / "laporan.html").read_text(encoding="utf-8"))
    page = template.render(
        styles="\n".join(path.read_text(encoding="utf-8") for path in styles),
        record=record,
        faults=list(record.faults()),
        times=waits(record),
        seconds=seconds,
        facts=machine(browser),
        files=sorted(path.name for path in (out / "berkas").iterdir()),
        logs=(out / "catatan").is_dir(),
    )
    (report := out / "laporan.html").write_text(page, encoding="utf-8")
    return report


def waits(record: Record) -> list[dict[str, Any]]:
    """How long people waited, in the order of the day: how often, the middle one and the longest, in seconds."""
    order = list(dict.fromkeys(measure.what for measure in record.measures))
    ordered = sorted(record.measures, key=lambda measure: order.index(measure.what))
    rows = []
    for what, group in groupby(ordered, key=lambda measure: measure.what):
        times = [measure.seconds for measure in group]
        rows.append({"what": what, "count": len(times), "middle": median(times), "longest": max(times)})
    return rows


def machine(browser: str) -> dict[str, str]:
    """Under which conditions the times were taken."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    now = clock.now()
    return {
        "Waktu": f"{clock.long_date(now)}, {clock.time_of_day(now)} WIB",
        "Komputer": f"{os.cpu_count()} prosesor, memori {memory:.0f} GB, {platform.system()}",
        "Peramban": f"Chromium {browser.split('.')[0]}, semua jendela di komputer yang sama dengan kelasnya",
        "Python": platform.python_version(),
    }
