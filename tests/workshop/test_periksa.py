"""``periksa("bagian")`` in a notebook against a real class over HTTP."""

from __future__ import annotations

import json
import sys

import pandas as pd
import pytest
import requests
from labui.practice import Practice

from workshop.service import periksa as service

EXERCISE = "capaian-polaritas"
CODE = "nilai-skm"


@pytest.fixture
def ask(room, monkeypatch, capsys, request):
    """Ask as a notebook does: names are what its cells have bound; gives what was printed."""
    phone = room.trainee(f"Notebook {request.node.name}"[:60])

    def ask(exercise: str, part: str, code: str | None = None, **names) -> str:
        main = sys.modules["__main__"]
        for name, value in names.items():
            monkeypatch.setattr(main, name, value, raising=False)
        Practice(exercise)(part, kelas=room.address, kode=phone.personal_code if code is None else code)
        return capsys.readouterr().out.strip()

    return ask


def test_right_wrong_and_close_answers_get_the_sentence_of_the_form(room, ask):
    assert ask(EXERCISE, "arah", jawaban_arah="turun") == "Benar. 1 dari 1 poin."
    assert ask(EXERCISE, "arah", jawaban_arah="naik") == (
        "Belum tepat. Baca nama indikatornya: bila angkanya naik, apakah warga senang?"
    )
    assert ask(EXERCISE, "batas", jawaban_batas=100.0).startswith("Belum tepat. Anda memotong pada target.")
    assert ask(EXERCISE, "batas", jawaban_batas=120.04).startswith("Hampir.")
    assert ask(EXERCISE, "batas", jawaban_batas=None).startswith("Belum diisi.")
    assert ask(EXERCISE, "batas", jawaban_batas=object()).startswith(
        'Belum terbaca. "<object>" bukan bilangan'
    )


def test_a_function_is_called_for_the_visible_checks_only(ask):
    def right(jawaban, unsur):
        return sum(jawaban[name].mean() for name in unsur) / len(unsur) * 25

    def rounded(jawaban, unsur):
        return sum(jawaban[name].mean() * 0.4 for name in unsur) * 25

    def changes(jawaban, unsur):
        jawaban["baru"] = 1
        return right(jawaban, unsur)

    def stops(jawaban, unsur):
        return jawaban["tidak ada"]

    assert ask(CODE, "fungsi", nilai_skm=right) == "Benar. Pemeriksaan lain dijalankan saat notebook dinilai."
    assert ask(CODE, "fungsi", nilai_skm=rounded).startswith(
        "Belum tepat. Coba hitung dua unsur ini dengan tangan"
    )
    assert ask(CODE, "fungsi", nilai_skm=changes).startswith(
        "Belum tepat. Fungsi Anda mengubah data masukannya."
    )
    assert ask(CODE, "fungsi", nilai_skm=stops) == "Belum tepat. Fungsi Anda berhenti: KeyError: 'tidak ada'."
    assert ask(CODE, "fungsi", nilai_skm=lambda *_: None).startswith("Belum diisi.")
    assert ask(CODE, "fungsi", nilai_skm=3).startswith("Belum tepat. Fungsi Anda berhenti: TypeError")


def test_an_answer_that_was_not_run_yet_is_told(ask):
    assert ask(EXERCISE, "rendah") == (
        "Jawaban bagian rendah belum ada. Jalankan dahulu sel jawabannya, lalu coba lagi."
    )


def test_an_unknown_part_names_those_there_are(ask):
    assert ask(EXERCISE, "arahh") == (
        'Bagian "arahh" tidak ada. Bagian latihan ini: arah, tinggi, rendah, tepat, batas, rekap.'
    )


def test_without_a_class_one_sentence_says_what_is_needed(capsys, monkeypatch):
    monkeypatch.delenv("IKU_KELAS", raising=False)
    monkeypatch.delenv("IKU_KODE", raising=False)
    practice = Practice(EXERCISE)
    practice("arah")
    assert capsys.readouterr().out == (
        "Periksa memerlukan kelas yang sedang berjalan. Tulis sekali dengan alamat kelas dan kode pribadi Anda: "
        'periksa("arah", kelas="http://alamat-kelas", kode="kode pribadi").\n'
    )
    practice("arah", kelas="http://127.0.0.1:9", kode="x")
    assert capsys.readouterr().out == (
        "Kelas di http://127.0.0.1:9 tidak terhubung. Periksa Wi-Fi, lalu coba lagi. Jawaban di notebook ini aman.\n"
    )


def test_nothing_is_saved_and_nothing_of_the_key_comes_back(room):
    phone = room.trainee("Periksa Tanpa Simpan")
    question = {"kode": phone.personal_code, "bagian": "tinggi", "jawaban": 1}
    reply = requests.post(f"{room.address}/periksa/{EXERCISE}", json=question, timeout=30)
    assert set(reply.json()) == {"status", "kalimat"}
    assert reply.json()["status"] == "wrong"
    assert "Terisi" not in phone.see(f"/latihan/{EXERCISE}/kirim").text
    calls = requests.post(
        f"{room.address}/periksa/{CODE}", json={**question, "bagian": "fungsi", "jawaban": {}}, timeout=30
    )
    assert calls.json()["status"] == "empty"
    needed = requests.post(
        f"{room.address}/periksa/{CODE}", json={"kode": phone.personal_code, "bagian": "fungsi"}, timeout=30
    )
    assert [call["periksa"] for call in needed.json()["panggilan"]] == ["contoh"]


@pytest.mark.parametrize(
    "body", [b"", b"[]", b"{", b'"x"', b"[" * 5000, json.dumps({"kode": "x" * 600_000}).encode()]
)
def test_what_is_no_question_is_refused(room, body):
    reply = requests.post(f"{room.address}/periksa/{EXERCISE}", data=body, timeout=30)
    assert reply.status_code == 400
    assert reply.json()["fault"] == service.UNREADABLE


def test_guessing_codes_is_stopped_and_so_is_a_loop_and_a_closed_exercise_is_not_checked(start_room):
    room = start_room()
    phone, desk = room.trainee("Periksa Berulang"), room.desk()
    address = f"{room.address}/periksa/{EXERCISE}"
    question = {"kode": phone.personal_code, "bagian": "arah", "jawaban": "naik"}
    codes = [requests.post(address, json=question, timeout=30).status_code for _ in range(62)]
    assert codes == [200] * 60 + [429] * 2
    desk.press(f"/meja/latihan/{EXERCISE}/tutup")
    other = room.trainee("Periksa Ditutup")
    reply = requests.post(address, json={**question, "kode": other.personal_code}, timeout=30)
    assert (reply.status_code, reply.json()["fault"]) == (409, service.CLOSED)
    wrong = [
        requests.post(address, json={**question, "kode": f"K{n}"}, timeout=30).status_code for n in range(22)
    ]
    assert wrong == [403] * 20 + [429] * 2


def test_tables_travel_both_ways():
    from labui.practice import _frame, plain

    frame = pd.DataFrame({"a": [1.5, None], "b": ["x", None]})
    again = _frame(json.loads(json.dumps(plain(frame))))
    assert again.columns.tolist() == ["a", "b"]
    assert again.astype(object).where(again.notna(), None).values.tolist() == [[1.5, "x"], [None, None]]
