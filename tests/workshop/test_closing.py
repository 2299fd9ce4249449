"""The end of a session: anonymous evaluation, certificates with numbers that never change."""

from __future__ import annotations

import io
import json
import re

from openpyxl import load_workbook

from workshop.certificates import Facts, jp, verification_code

STATEMENTS = ("relevan", "jelas", "latihan", "sarana", "pakai")


def test_evaluation_is_opened_answered_once_and_kept_without_names(start_room):
    room = start_room()
    desk, phone = room.desk(), room.trainee("Penilai Jujur", "Bidang Rahasia")
    assert "Belum dibuka" in phone.see("/evaluasi").text
    desk.see("/meja/evaluasi")
    desk.press("/meja/evaluasi", tindakan="buka")
    phone.see("/evaluasi")
    halfway = phone.press("/evaluasi", relevan="4", berguna="papan kelas")
    assert halfway.status_code == 400
    assert "Masih ada pernyataan yang belum dijawab." in halfway.text
    assert "papan kelas" in halfway.text
    done = phone.press("/evaluasi", **dict.fromkeys(STATEMENTS, "4"), berguna="=papan", perbaiki="waktu")
    assert "Evaluasi Anda tersimpan tanpa nama." in done.text
    phone.press("/evaluasi", **dict.fromkeys(STATEMENTS, "1"))
    text = desk.see("/meja/evaluasi").text
    assert "1 jawaban" in text
    assert text.count("<b>4,00</b>") == 5
    book = load_workbook(io.BytesIO(desk.see("/meja/rekap.xlsx").content))
    rows = [
        [cell for cell in row if cell is not None] for row in book["Evaluasi"].iter_rows(values_only=True)
    ]
    assert ["'=papan"] in rows
    assert "Penilai Jujur" not in str(rows)
    kept = room.workshop.folder.database
    with_who = [row for row in _rows(kept, "SELECT * FROM evaluations") if "p-" in json.dumps(row)]
    assert with_who == []


def _rows(path, sql: str) -> list:
    import sqlite3

    with sqlite3.connect(path) as opened:
        return opened.execute(sql).fetchall()


def test_a_certificate_is_numbered_once_downloaded_and_verified(start_room):
    room = start_room()
    desk, first, second = room.desk(), room.trainee("Sri Wahyuni"), room.trainee("Ahmad Fauzi")
    assert first.see("/sertifikat.pdf").status_code == 404
    desk.see("/meja/sertifikat")
    desk.press(
        "/meja/sertifikat", tindakan="simpan", judul="Bimtek IKU", jp="9", nomor="{number:03}/BO/{year}"
    )
    for _ in range(2):
        desk.see("/meja/sertifikat")
        desk.press("/meja/sertifikat", tindakan="terbitkan", minimal="0")
    numbers = re.findall(r"<td>(\d{3}/BO/\d{4})</td>", desk.see("/meja/sertifikat").text)
    assert sorted(number[:3] for number in numbers) == ["001", "002"]
    for phone in (first, second):
        answer = phone.see("/sertifikat.pdf")
        assert answer.headers["Content-Type"] == "application/pdf"
        assert answer.content.startswith(b"%PDF")
    assert desk.see("/meja/sertifikat.pdf").content.count(b"/Type /Page\n") == 2
    code = _rows(room.workshop.folder.database, "SELECT code FROM certificates WHERE name = 'Sri Wahyuni'")[
        0
    ][0]
    assert (
        "atas nama Sri Wahyuni" in desk.see(f"/meja/sertifikat?periksa={code[:5]}%20{code[5:].lower()}").text
    )
    assert "tidak diterbitkan kelas ini" in desk.see("/meja/sertifikat?periksa=AAAAAAAAAA").text
    # only the desk checks codes, so that nobody else can guess one
    asked = first.see(f"/meja/sertifikat?periksa={code}")
    assert asked.url.endswith("/meja/masuk") and "Sri Wahyuni" not in asked.text
    assert room.browser().see("/sertifikat.pdf").url.endswith("/masuk")


def test_only_those_who_handed_in_enough_get_one(start_room):
    room = start_room()
    desk = room.desk()
    room.trainee("Hanya Hadir")
    desk.see("/meja/sertifikat")
    desk.press("/meja/sertifikat", tindakan="terbitkan", minimal="1")
    assert "belum terbit" in desk.see("/meja/sertifikat").text


def test_jp_that_is_no_number_is_said(room):
    desk = room.desk()
    desk.see("/meja/sertifikat")
    assert "JP harus bilangan bulat" in desk.press("/meja/sertifikat", tindakan="simpan", jp="sembilan").text


def test_a_code_belongs_to_one_number_one_name_and_one_class():
    codes = {
        verification_code(secret, number, name)
        for secret in (b"a", b"b")
        for number in (1, 2)
        for name in ("Sri", "Ahmad")
    }
    assert len(codes) == 8


def test_jp_counts_whole_units_of_45_minutes():
    assert [jp(minutes) for minutes in (44, 45, 360, 430)] == [
        0,
        1,
        8,
        9,
    ]  # pedagogy.md §5: 430 minutes are 9 JP


def test_numbering_cannot_run_code():
    facts = Facts(numbering="{number.__class__}/{number:03}")
    assert facts.number_text(7, 2026) == "{number.__class__}/007"
