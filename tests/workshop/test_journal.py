"""What a class writes down about itself says nothing about anybody in it."""

from __future__ import annotations

import contextlib
import json
import logging
import sqlite3
from pathlib import Path

import pytest
import requests

from benchmarks.classroom.notebooks import Laptop
from benchmarks.classroom.running import RunningClass
from workshop import journal
from workshop.service.store import Store

EXERCISE = "capaian-polaritas"
NAME, UNIT = "Zulkarnaen Wartabone", "Balai Unikum Tenggiri"
ANSWER, WORD, FILE = "771234567", "kerapulenta", "catatan-wartabone-tenggiri.txt"
WRONG_CODES = ("QXZ987", "WRONGDESK7")
SHOUT = f"""
import os, subprocess, sys
print("{WORD} print"); print("{WORD} stderr", file=sys.stderr)
os.write(1, b"{WORD} fd1"); os.write(2, b"{WORD} fd2"); subprocess.run(["echo", "{WORD} echo"])
import logging, warnings; logging.warning("{WORD} log"); warnings.warn("{WORD} warn")
"""


def line(name: str, text: str, *values: object, fault: BaseException | None = None) -> dict[str, object]:
    """A record as it would stand in the log."""
    if fault is not None:
        with contextlib.suppress(type(fault)):
            raise fault
    info = (type(fault), fault, fault.__traceback__) if fault else None
    record = logging.LogRecord(name, logging.WARNING, "p", 1, text, values, info)
    return json.loads(journal.Line().format(record))


def test_a_line_of_ours_is_kept_and_an_address_loses_its_query():
    said = line("iku.kelas", "%s %s %s", 500, "POST", "/masuk?kode=KTR472&nama=Sri")
    assert said["pesan"] == "500 POST /masuk"
    assert (said["tingkat"], said["bagian"]) == ("WARNING", "iku.kelas")
    assert str(said["waktu"]).endswith("+00:00")


def test_of_a_librarys_line_only_the_template_is_kept():
    said = line("tornado.application", "Uncaught exception %s\n%r", "POST /masuk", {"nama": "Sri"})
    assert said["pesan"] == "Uncaught exception %s"


@pytest.mark.parametrize(
    ("fault", "shown"),
    [
        (ValueError("jawaban Sri: 12"), "ValueError"),
        (OSError(28, "No space left on device", "/rumah/Sri"), "OSError: No space left on device"),
        (sqlite3.OperationalError("database or disk is full"), "OperationalError: database or disk is full"),
    ],
)
def test_an_exception_says_where_it_happened_and_not_what_it_carried(fault: BaseException, shown: str):
    said = line("iku.kelas", "penilaian berhenti", fault=fault)
    assert said["galat"] == shown
    assert said["jejak"][-1].startswith("test_journal.py:")
    assert "Sri" not in json.dumps(said)


@pytest.fixture
def kelas(tmp_path: Path):
    """``iku workshop`` with all its parts."""
    running = RunningClass(tmp_path / "kelas")
    running.start()
    yield running
    running.stop()


@pytest.mark.bwrap
@pytest.mark.slow
def test_no_log_of_a_whole_class_names_anybody_or_holds_an_answer_or_a_code(kelas: RunningClass):
    secrets = play(kelas)
    kelas.stop()
    logs = {path.name: path.read_text(errors="replace") for path in (kelas.data / "log").iterdir()}
    assert {"kelas.log", "depan.log", "hub.log", "notebook.log", "simulator.log"} <= logs.keys()
    found = [
        (name, secret)
        for name, text in logs.items()
        for secret in secrets
        if secret.casefold() in text.casefold()
    ]
    assert found == []
    lines = {name: [one for one in text.splitlines() if one.startswith("{")] for name, text in logs.items()}
    assert lines["kelas.log"] == logs["kelas.log"].splitlines()
    assert any(json.loads(one)["pesan"].startswith("practice") for one in lines["kelas.log"])
    assert all(json.loads(one)["bagian"] for name in lines for one in lines[name])
    assert lines["hub.log"] and lines["notebook.log"]


def play(kelas: RunningClass) -> list[str]:
    """One trainee does all that can be done, some of it wrongly; gives what no log may hold."""
    user = Laptop(kelas, NAME)
    user.unit = UNIT
    for code in WRONG_CODES:
        user.form("/masuk", kode=code, nama=NAME, unit=UNIT)
        user.form("/lanjut", kode_pribadi=code)
        user.form("/meja/masuk", kode_meja=code)
    user.join()
    with Store(kelas.data / "kelas.sqlite") as store:
        personal = store.people.get(user.person).code
    user.http.get(f"{kelas.address}/masuk?kode={kelas.class_code}&nama={NAME}")
    user.http.get(f"{kelas.address}/tidak-ada/{WORD}?nama={NAME}")
    for place in range(1, 6):
        user.form(f"/latihan/{EXERCISE}/{place}", tindakan="periksa", jawaban=ANSWER)
    user.form(f"/latihan/{EXERCISE}/kirim")
    user.http.post(
        f"{kelas.address}/latihan/{EXERCISE}/notebook",
        data={"_xsrf": user.token},
        files={"berkas": (FILE, f'{{"cells": "{WORD}"}}')},
    )
    question = {"kode": personal, "bagian": "tinggi", "jawaban": ANSWER}
    assert user.http.post(f"{kelas.address}/periksa/{EXERCISE}", json=question).ok
    user.http.post(f"{kelas.address}/simulator/tebakan/loket", json={"prediction": int(ANSWER)})
    user.http.get(f"{kelas.address}/simulator/{WORD}?nama={NAME}")
    user.open_lab()
    user.save(FILE, WORD)
    user.start_kernel(f"{FILE}.ipynb")
    user.run([SHOUT, f"raise ValueError('{WORD}')"])
    with contextlib.suppress(requests.RequestException):
        user.http.get(f"{user.home}/api/contents/{WORD}-{FILE}?nama={NAME}")
    return [
        *NAME.split(),
        UNIT,
        "Tenggiri",
        ANSWER,
        WORD,
        FILE,
        personal,
        kelas.class_code,
        kelas.desk_code,
        *WRONG_CODES,
    ]
