"""An exercise as a form: saving, checking, two readings, handing in; with and without our script."""

from __future__ import annotations

import json
import re

import pytest

from grading import Examiner
from workshop import paths

EXERCISE = "capaian-polaritas"


@pytest.fixture(scope="module")
def places() -> dict[str, int]:
    """Kind of part → place (from 1) of the first such part in the exercise."""
    with Examiner(paths.EXERCISES) as examiner:
        parts = examiner.public(EXERCISE, 1)["parts"]
    out: dict[str, int] = {}
    for place, part in enumerate(parts, 1):
        out.setdefault(part["kind"], place)
    return out


def at(place: int) -> str:
    return f"/latihan/{EXERCISE}/{place}"


def test_an_answer_is_saved_on_every_change_and_there_on_another_device(room, places):
    phone = room.trainee("Simpan Otomatis")
    phone.see(at(places["number"]))
    reply = phone.press(at(places["number"]), quick=True, jawaban="86,4 %").json()
    assert re.fullmatch(r"pukul \d\d\.\d\d WIB", reply["saved_at"])
    laptop = room.browser()
    laptop.see("/lanjut")
    laptop.press("/lanjut", kode_pribadi=phone.personal_code)
    assert 'value="86,4 %"' in laptop.see(at(places["number"])).text


def test_a_wrong_number_gets_a_hint_from_the_server_without_the_key(room, places):
    phone = room.trainee("Petunjuk Satu")
    page = phone.see(at(places["number"])).text
    reply = phone.press(at(places["number"]), quick=True, jawaban="987654,3", tindakan="periksa").json()
    assert reply["state"] == "wrong"
    assert "Belum tepat" in reply["hint"]
    assert "<script" not in reply["hint"]
    for word in ("solution", "kunci", "expected", "answer_key"):
        assert word not in page + json.dumps(reply)


def test_checking_works_without_javascript_and_survives_a_reload(room, places):
    phone = room.trainee("Tanpa Skrip")
    phone.see(at(places["number"]))
    answer = phone.press(at(places["number"]), jawaban="987654,3", tindakan="periksa")
    assert answer.history[0].status_code in (302, 303)
    assert "Belum tepat" in answer.text
    assert "Belum tepat" in phone.see(at(places["number"])).text


def test_a_number_with_a_percent_sign_and_comma_is_read(room, places):
    phone = room.trainee("Persen Koma")
    phone.see(at(places["number"]))
    reply = phone.press(at(places["number"]), quick=True, jawaban="86,4 %", tindakan="periksa").json()
    assert reply["state"] not in ("invalid", "ask", "empty")


def test_1_250_is_asked_about_and_the_chosen_reading_is_checked(room, places):
    phone = room.trainee("Dua Arti")
    phone.see(at(places["number"]))
    reply = phone.press(at(places["number"]), quick=True, jawaban="1.250", tindakan="periksa").json()
    assert reply["state"] == "ask"
    assert "seribu dua ratus lima puluh (1.250)" in reply["hint"]
    assert "satu koma dua lima (1,25)" in reply["hint"]
    answer = phone.press(at(places["number"]), jelas="1,25")
    assert 'value="1,25"' in answer.text
    assert "Dua arti" not in answer.text
    assert 'class="hint ' in answer.text


def test_what_is_no_number_gets_a_sentence_that_says_how_to_write_it(room, places):
    phone = room.trainee("Bukan Angka")
    phone.see(at(places["number"]))
    reply = phone.press(at(places["number"]), quick=True, jawaban="dua belas", tindakan="periksa").json()
    assert reply["state"] == "invalid"
    assert "dua belas" in reply["hint"]


def test_an_empty_answer_is_invited_not_punished(room, places):
    phone = room.trainee("Kosong")
    phone.see(at(places["number"]))
    reply = phone.press(at(places["number"]), quick=True, jawaban="", tindakan="periksa").json()
    assert reply["state"] == "empty"
    assert "Belum diisi" in reply["hint"]


def test_an_option_that_does_not_exist_is_no_answer(room, places):
    phone = room.trainee("Pilihan Palsu")
    phone.see(at(places["choice"]))
    phone.press(at(places["choice"]), quick=True, jawaban="'; DROP TABLE answers; --")
    assert "checked" not in phone.see(at(places["choice"])).text


def test_handing_in_gives_a_receipt_and_may_be_repeated(room, places):
    phone = room.trainee("Kirim Dua Kali")
    phone.see(at(places["number"]))
    phone.press(at(places["number"]), quick=True, jawaban="10")
    phone.see(f"/latihan/{EXERCISE}/kirim")
    first = phone.press(f"/latihan/{EXERCISE}/kirim").text
    phone.see(at(places["number"]))
    phone.press(at(places["number"]), quick=True, jawaban="20")
    phone.see(f"/latihan/{EXERCISE}/kirim")
    second = phone.press(f"/latihan/{EXERCISE}/kirim").text
    receipts = [re.search(r"<dd>([0-9A-F]{4}-[0-9A-F]{4})</dd>", text)[1] for text in (first, second)]
    assert receipts[0] != receipts[1]
    assert re.search(r"Terkirim pukul \d\d\.\d\d WIB", second)


def test_an_empty_form_is_not_handed_in(room):
    phone = room.trainee("Kirim Kosong")
    phone.see(f"/latihan/{EXERCISE}/kirim")
    answer = phone.press(f"/latihan/{EXERCISE}/kirim")
    assert answer.status_code == 400
    assert "Belum ada jawaban. Isi paling sedikit satu bagian, lalu kirim." in answer.text


def test_a_number_with_two_readings_is_made_clear_before_handing_in(room, places):
    phone = room.trainee("Kirim Dua Arti")
    phone.see(at(places["number"]))
    phone.press(at(places["number"]), quick=True, jawaban="1.250")
    phone.see(f"/latihan/{EXERCISE}/kirim")
    answer = phone.press(f"/latihan/{EXERCISE}/kirim")
    assert answer.status_code == 400
    assert "Perlu diperjelas: dapat dibaca dengan dua arti" in answer.text


def test_neighbours_get_other_numbers_and_each_keeps_its_own(room, places):
    def facts(phone) -> str:
        return re.search(r'<dl class="facts.*?</dl>', phone.see(at(places["number"])).text, re.S)[0]

    phones = [room.trainee(f"Tetangga {n}") for n in range(6)]
    seen = [facts(phone) for phone in phones]
    assert len(set(seen)) > 1
    assert [facts(phone) for phone in phones] == seen


def test_an_unknown_exercise_or_part_is_a_page_that_does_not_exist(room):
    phone = room.trainee("Salah Alamat")
    for path in ("/latihan/tidak-ada", "/latihan/tidak-ada/1", at(99), at(0)):
        assert phone.see(path).status_code == 404


def test_one_trainee_never_sees_anothers_answer(room, places):
    mine, other = room.trainee("Punya Rahasia"), room.trainee("Ingin Tahu")
    mine.see(at(places["number"]))
    mine.press(at(places["number"]), quick=True, jawaban="424242")
    for path in (at(places["number"]), f"/latihan/{EXERCISE}", f"/latihan/{EXERCISE}/kirim", "/kelas"):
        assert "424242" not in other.see(path).text


# --- the notebook track


def test_the_own_notebook_goes_home_and_comes_back(room):
    laptop = room.trainee("Jalur Notebook")
    content = laptop.see(f"/latihan/{EXERCISE}/notebook").content
    notebook = json.loads(content)
    assert notebook["cells"]
    assert "BEGIN HIDDEN TESTS" not in content.decode()
    laptop.see(f"/latihan/{EXERCISE}")
    answer = laptop.press(f"/latihan/{EXERCISE}/notebook", files={"berkas": (f"{EXERCISE}.ipynb", content)})
    assert answer.url.endswith("/terkirim")
    assert "Notebook Anda sudah tersimpan" in answer.text
    placed = list((room.workshop.folder.course / "submitted").glob(f"*/{EXERCISE}/*.ipynb"))
    assert content in [path.read_bytes() for path in placed]
    assert "Sel jawaban masih seperti semula" in answer.text
    cell = next(cell for cell in notebook["cells"] if cell["metadata"].get("nbgrader", {}).get("solution"))
    cell["source"] = "jawaban = 1"
    filled = json.dumps(notebook).encode()
    laptop.see(f"/latihan/{EXERCISE}")
    answer = laptop.press(f"/latihan/{EXERCISE}/notebook", files={"berkas": (f"{EXERCISE}.ipynb", filled)})
    assert "Notebook Anda sudah tersimpan" in answer.text
    assert "Sel jawaban masih seperti semula" not in answer.text


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("foto.jpg", b"\xff\xd8\xff\xe0"),
        ("rusak.ipynb", b'{"cells": ['),
        ("daftar.ipynb", b"[1, 2]"),
        ("kosong.ipynb", b""),
    ],
)
def test_a_broken_notebook_is_refused_in_words_and_nothing_is_lost(room, name: str, content: bytes):
    laptop = room.trainee(f"Rusak {name}")
    laptop.see(f"/latihan/{EXERCISE}")
    answer = laptop.press(f"/latihan/{EXERCISE}/notebook", files={"berkas": (name, content)})
    assert answer.status_code == 400
    assert "tidak dapat diterima: bukan notebook Jupyter." in answer.text
    assert "Jawaban yang sudah terkirim tidak berubah." in answer.text


def test_no_file_chosen_is_said(room):
    laptop = room.trainee("Tanpa Berkas")
    laptop.see(f"/latihan/{EXERCISE}")
    answer = laptop.press(f"/latihan/{EXERCISE}/notebook")
    assert answer.status_code == 400
    assert "belum ada berkas" in answer.text


def test_a_phone_is_told_which_points_it_is_not_measured_by(room):
    phone = room.trainee("Ponsel Saja")
    said = "4 poin di antaranya hanya di notebook; di ponsel poin itu tidak dihitung."
    assert said in phone.see("/latihan/nilai-skm").text
    assert "hanya di notebook" not in phone.see(f"/latihan/{EXERCISE}").text
