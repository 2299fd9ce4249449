"""``periksa()`` of fifteen notebooks against a running class, over HTTP: milliseconds from question to sentence.

Run: ``.venv/bin/python benchmarks/practice.py [--people 15]``; prints JSON. One after the other, and all at the same
moment; a choice, and a function that is called for its visible checks. The notebooks share the cores with the class;
the processor time of the class alone is told beside it, for machines that are busy with other things.
"""

from __future__ import annotations

import argparse
import contextlib
import io
import json
import os
import platform
import re
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psutil
import requests
from labui.practice import Practice

from workshop.service.supervisor import Workshop, free_port

ROUNDS = (
    3  # of each of two exercises, alone and together: below the limit of 30 questions a minute and person
)
TOKEN = re.compile(r'name="_xsrf" value="([^"]+)"')

jawaban_arah = "turun"  # what the cells of the notebooks have bound: periksa() looks here


def nilai_skm(jawaban, unsur):  # type: ignore[no-untyped-def]
    """The trainee's function, run in the trainee's notebook."""
    return sum(jawaban[nama].dropna().astype(float).mean() for nama in unsur) / len(unsur) * 25


QUESTIONS = [("capaian-polaritas", "arah"), ("nilai-skm", "fungsi")]


def personal_code(workshop: Workshop, number: int) -> str:
    """Somebody who joins; the code shown on Kelas saya."""
    with requests.Session() as browser:
        found = TOKEN.search(browser.get(f"{workshop.local_address}/masuk", timeout=30).text)
        assert found
        form = {
            "_xsrf": found[1],
            "kode": workshop.class_code,
            "nama": f"Peserta {number}",
            "unit": "Bappeda",
        }
        browser.post(f"{workshop.local_address}/masuk", data=form, timeout=30)
        shown = re.search(
            r'class="code">([^<]+)<', browser.get(f"{workshop.local_address}/kelas", timeout=30).text
        )
        assert shown
        return shown[1]


def asker(address: str, code: str, exercise: str, part: str) -> Callable[[], float]:
    """A question as a notebook asks it; gives milliseconds."""
    practice = Practice(exercise)

    def ask() -> float:
        begun = time.perf_counter()
        practice(part, kelas=address, kode=code)
        return (time.perf_counter() - begun) * 1000

    return ask


def spread(times: list[float]) -> dict[str, float]:
    ordered = sorted(times)
    return {
        "checks": len(ordered),
        "p50_ms": round(ordered[len(ordered) // 2], 1),
        "p95_ms": round(ordered[int(0.95 * (len(ordered) - 1))], 1),
        "slowest_ms": round(ordered[-1], 1),
    }


def class_seconds() -> float:
    """Processor time that the class has used so far: front door, service, examiner."""
    times = [process.cpu_times() for process in psutil.Process().children(recursive=True)]
    return sum(used.user + used.system for used in times)


def measured(workshop: Workshop, people: int) -> dict[str, object]:
    """Both ways of asking, for each question."""
    codes = [personal_code(workshop, number) for number in range(people)]
    found: dict[str, object] = {}
    for exercise, part in QUESTIONS:
        asking = [asker(workshop.local_address, code, exercise, part) for code in codes]
        used = class_seconds()
        with contextlib.redirect_stdout(io.StringIO()) as said, ThreadPoolExecutor(people) as at_once:
            alone = [ask() for _ in range(ROUNDS) for ask in asking]
            together = [ms for _ in range(ROUNDS) for ms in at_once.map(lambda ask: ask(), asking)]
        used = class_seconds() - used
        right = sum(line.startswith("Benar.") for line in said.getvalue().splitlines())
        found[f"{exercise}/{part}"] = {
            "alone": spread(alone),
            "all_at_once": spread(together),
            "processor_ms_of_the_class_per_check": round(1000 * used / len(alone + together), 1),
            "answered_right": f"{right}/{len(alone) + len(together)}",
        }
    return found


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=15)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        workshop = Workshop(
            Path(folder) / "kelas", port=free_port(), host="127.0.0.1", simulators=False, notebooks=False
        )
        try:
            workshop.start()
            load = round(os.getloadavg()[0], 2)
            found = measured(workshop, asked.people)
        finally:
            workshop.stop()
    machine = f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}"
    print(json.dumps({"machine": machine, "load_before": load, "people": asked.people, **found}, indent=2))


if __name__ == "__main__":
    main()
