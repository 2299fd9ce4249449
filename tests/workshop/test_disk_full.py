"""A disk that fills up while a class runs: told at once, nothing acknowledged is lost, and it goes on when there is room."""

from __future__ import annotations

import os
import re
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from benchmarks.classroom.running import RunningClass
from workshop.service.pages import no_room

from .conftest import Browser

EXERCISE = "capaian-polaritas"
OWN_MOUNTS = ["unshare", "--mount"] if os.geteuid() == 0 else ["unshare", "--map-root-user", "--mount"]
SAID = "Penyimpanan komputer kelas penuh. Yang baru Anda isi belum tersimpan."


@pytest.fixture
def kelas(tmp_path: Path) -> Iterator[RunningClass]:
    """``iku workshop`` whose folder lies on a disk of 100 MB of its own."""
    place = tmp_path / "disk"
    place.mkdir()
    mount = f'mount -t tmpfs -o size=100m kelas {place} && exec "$@"'
    running = RunningClass(place / "kelas", within=[*OWN_MOUNTS, "sh", "-c", mount, "sh"])
    running.start()
    running.data = Path(f"/proc/{running.process.pid}/root") / str(running.data).lstrip("/")
    yield running
    running.stop()


def save(browser: Browser, text: str):
    return browser.press(f"/latihan/{EXERCISE}/2", quick=True, jawaban=text)


@pytest.mark.slow
def test_a_full_disk_is_said_at_once_and_costs_nothing_that_was_acknowledged(kelas: RunningClass):
    browser = Browser(kelas.address)
    browser.join(kelas.class_code, "Siti Penuh")
    browser.see(f"/latihan/{EXERCISE}/2")
    assert save(browser, "41").status_code == 200

    ballast = kelas.data / "pemberat"
    fill(ballast)
    answers = [save(browser, str(number)) for number in range(100, 140)]
    refused = [answer for answer in answers if answer.status_code != 200]
    assert refused, "a hundred megabytes held everything"
    assert {answer.status_code for answer in refused} == {507}
    assert refused[0].json()["fault"].startswith(SAID)
    assert SAID in browser.press(f"/latihan/{EXERCISE}/2", jawaban="7").text
    kept = [str(number) for number, answer in enumerate(answers, 100) if answer.status_code == 200]
    assert shown(browser) == (kept[-1] if kept else "41")
    assert browser.see("/kelas").status_code == 200

    ballast.unlink()
    assert save(browser, "42").status_code == 200
    assert shown(browser) == "42"


def fill(file: Path) -> None:
    """Write until there is no room for one more byte."""
    with file.open("wb", buffering=0) as out:
        for size in (2**20, 2**12, 1):
            try:
                while out.write(b"\0" * size) == size:
                    pass
            except OSError:
                continue


def shown(browser: Browser) -> str:
    """The answer as the class shows it to its owner."""
    return re.search(r'id="jawaban"[^>]*value="(\d+)"', browser.see(f"/latihan/{EXERCISE}/2").text)[1]


def test_other_faults_of_the_database_are_not_called_a_full_disk():
    with sqlite3.connect(":memory:") as file, pytest.raises(sqlite3.Error) as fault:
        file.execute("SELECT nothing")
    assert not no_room(fault.value) and not no_room(None) and not no_room(PermissionError(13, "no"))
    assert no_room(OSError(28, "No space left on device"))
