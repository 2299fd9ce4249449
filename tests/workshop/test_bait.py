"""What trainees type, made of everything that a page or a spreadsheet could take for its own, over real HTTP."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from html.parser import HTMLParser
from typing import Any

import openpyxl
import pytest

from workshop.service.store import Store

MARK = "data-jahat"
TAG = f"<img {MARK} src=x onerror=alert(1)>"
BAIT = f"{TAG}\"'>{TAG}</textarea></script>{TAG}\u202e{{{{7*7}}}}"
FORMULA = '=HYPERLINK("http://jahat.example","klik")+cmd|\' /C calc\'!A0'
NAME, UNIT = f"{FORMULA[:40]} {TAG}", f"@{TAG}"
STATEMENTS = ("relevan", "jelas", "latihan", "sarana", "pakai")
EXERCISES = ("menulis-angka", "kalimat-untuk-gubernur", "hasil-atau-kegiatan")
YEAR = {"services": "10", "programmes": "30", "data": "20", "people": "10", "pressure": "20", "audit": "10"}
DESK_PAGES = """
/meja /meja/papan /meja/langsung /meja/latihan /meja/jajak /meja/evaluasi /meja/permainan /meja/permainan/keadaan
/meja/permainan/layar/liga /meja/permainan/layar/kematian /meja/sertifikat /meja/daftar /meja/tes /meja/tes/layar
/meja/layar /meja/nilai-rubrik /meja/kesehatan /meja/umum
"""


class Bait(HTMLParser):
    """Counts elements that only a trainee can have made."""

    def __init__(self) -> None:
        super().__init__()
        self.taken = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.taken += any(name == MARK or (value or "").startswith("javascript:") for name, value in attrs)


def elements_of_trainees(text: str) -> int:
    found = Bait()
    found.feed(text)
    return found.taken


@dataclass
class Stage:
    """A class in which one trainee has typed bait into everything that can be typed into."""

    room: Any
    villain: Any
    desk: Any
    person: str


@pytest.fixture(scope="module")
def stage(room, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    own = type(room)(tmp_path_factory.mktemp("umpan") / "data")
    try:
        yield bait_everywhere(own)
    finally:
        own.stop()


def bait_everywhere(room: Any) -> Stage:
    desk, villain, guest = room.desk(), room.browser(), room.browser()
    villain.join(room.code, NAME, UNIT)
    store = Store(room.workshop.folder.database)
    person = store.people.all()[0].id

    desk.press("/meja/umum", tindakan="buka")
    desk.press("/meja/jajak", tanya=BAIT, jenis="words")
    poll = str(store.teaching.current_poll().id)
    villain.press("/jajak", jajak=poll, pilihan=TAG)
    guest.see("/umum/jajak")
    guest.press("/umum/jajak", jajak=poll, pilihan=TAG.upper())
    desk.press(f"/meja/jajak/{poll}/tampilkan")

    desk.press("/meja/evaluasi", tindakan="buka")
    villain.press("/evaluasi", **dict.fromkeys(STATEMENTS, "3"), berguna=FORMULA + BAIT, perbaiki=BAIT)

    desk.press("/meja/permainan", bentuk="bebas", tim="2", tahun="1", benih="1")
    game = str(store.games.current().id)
    villain.press("/permainan/tim", tim="1")
    desk.press("/meja/permainan/mulai", permainan=game, tahun="1")
    villain.press("/permainan", tahun="1", **YEAR, reason=BAIT)
    desk.press("/meja/permainan/tutup", permainan=game, tahun="1")

    for exercise in EXERCISES:
        for place in range(1, 9):
            villain.press(f"/latihan/{exercise}/{place}", jawaban=FORMULA + BAIT, tindakan="periksa")
        villain.press(f"/latihan/{exercise}/kirim")
    sent = {item.exercise for item in store.work.latest_submissions()}
    assert len(store.teaching.evaluations()) == 1 and store.games.turns(int(game)) and sent
    assert sum(count for _, count in store.teaching.tally(store.teaching.poll(int(poll)))) == 2
    store.close()
    return Stage(room, villain, desk, person)


def test_what_a_trainee_typed_is_text_on_every_page(stage: Stage):
    polls = re.findall(r"/meja/jajak/(\d+)/layar", stage.desk.see("/meja/jajak").text)
    pages = [
        *DESK_PAGES.split(),
        f"/meja/peserta/{stage.person}",
        *(f"/meja/jajak/{one}/layar" for one in polls),
    ]
    pages += [f"/meja?latihan={one}" for one in ("menulis-angka", "kalimat-untuk-gubernur")]
    pages += [f"/meja/nilai-rubrik/{one}" for one in ("menulis-angka", "kalimat-untuk-gubernur")]
    told = {}
    for path in pages:
        for quick in ({}, {"X-Requested-With": "iku"}):
            answer = stage.desk.see(path, headers=quick)
            assert answer.status_code < 500, path
            text = answer.json() if "json" in answer.headers["Content-Type"] else answer.text
            told[path] = text if isinstance(text, str) else "".join(map(str, text.values()))
            assert elements_of_trainees(told[path]) == 0, path
    for path in ("/kelas", "/jajak", "/permainan", "/evaluasi", "/latihan/menulis-angka/1", "/umum/jajak"):
        assert elements_of_trainees(stage.villain.see(path).text) == 0, path
    typed = [path for path, text in told.items() if "onerror" in text]
    assert len(typed) >= 6, typed  # the bait does stand on these pages, as text
    assert elements_of_trainees(TAG) == 1


def test_what_is_downloaded_holds_no_formula(stage: Stage):
    book = openpyxl.load_workbook(io.BytesIO(stage.desk.see("/meja/rekap.xlsx").content))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]
    of_trainee = [cell for cell in cells if "HYPERLINK" in str(cell.value)]
    assert of_trainee
    assert [cell.value for cell in of_trainee if cell.data_type == "f" or str(cell.value)[0] in "=+-@|"] == []
    assert [cell for cell in cells if cell.hyperlink and "jahat" in str(cell.hyperlink.target)] == []
    rows = list(csv.reader(io.StringIO(stage.desk.see("/meja/rekap.csv").content.decode("utf-8-sig"))))
    fields = [field for row in rows for line in row for field in line.split(";") if "HYPERLINK" in line]
    assert fields
    assert [field for field in fields if field.strip('"')[:1] in tuple("=+-@|")] == []
    for paper in ("/meja/rekap.pdf", "/meja/daftar-hadir.pdf"):
        printed = stage.desk.see(paper).content
        assert (
            printed.startswith(b"%PDF") and b"/JavaScript" not in printed and b"jahat.example" not in printed
        )
