"""A class that goes on: after a power cut, after a restart, with another facilitator."""

from __future__ import annotations

import json
import time
from pathlib import Path

EXERCISE = "capaian-polaritas"


def hand_in(phone) -> None:
    phone.see(f"/latihan/{EXERCISE}/2")
    phone.press(f"/latihan/{EXERCISE}/2", quick=True, jawaban="5")
    phone.see(f"/latihan/{EXERCISE}/kirim")
    assert "Terkirim pukul" in phone.press(f"/latihan/{EXERCISE}/kirim").text


def upload(phone) -> bytes:
    content = phone.see(f"/latihan/{EXERCISE}/notebook").content
    phone.see(f"/latihan/{EXERCISE}")
    phone.press(f"/latihan/{EXERCISE}/notebook", files={"berkas": (f"{EXERCISE}.ipynb", content)})
    return content


def live(desk) -> dict[str, float]:
    """State of the room as the desk's page gets it every two seconds."""
    answer = desk.get(f"{desk.address}/meja/langsung?latihan={EXERCISE}", headers={"X-Requested-With": "iku"})
    return answer.json()["keadaan"]


def submitted(room) -> list[Path]:
    return sorted((room.workshop.folder.course / "submitted").glob(f"*/{EXERCISE}/*.ipynb"))


def test_hand_ins_that_a_power_cut_left_empty_torn_or_missing_are_written_again(start_room):
    room = start_room()
    phones = [room.trainee(f"Listrik Padam {n}") for n in range(4)]
    for phone in phones[:3]:
        hand_in(phone)
    notebook = upload(phones[3])
    files = submitted(room)
    assert len(files) == 4
    before = {file: file.read_bytes() for file in files}
    room.stop()
    forms = [file for file in files if before[file] != notebook]
    own = next(file for file in files if before[file] == notebook)
    # what file systems leave of files that were written seconds before: the database is flushed, they are not
    forms[0].write_bytes(b"")
    forms[1].write_bytes(before[forms[1]][: len(before[forms[1]]) // 2])
    forms[2].unlink()
    own.write_bytes(notebook[:-7])

    room = start_room()
    deadline = time.monotonic() + 60
    while {file: file.read_bytes() for file in submitted(room)} != before:
        assert time.monotonic() < deadline, "not all was written again"
        time.sleep(0.2)
    assert json.loads(forms[1].read_bytes())["cells"]


def test_two_facilitators_steer_one_class_and_one_may_leave(start_room):
    room = start_room()
    first, second, phone = room.desk(), room.desk(), room.trainee("Dua Fasilitator")
    first.press("/meja/waktu/tambah", menit="5", latihan=EXERCISE)
    second.see("/meja")
    second.press(f"/meja/latihan/{EXERCISE}/tutup")
    assert live(first)["left"] > 240
    assert "Buka latihan" in first.see(f"/meja?latihan={EXERCISE}").text
    first.press("/meja/keluar")
    assert first.see("/meja").url.endswith("/meja/masuk")
    assert "Meja fasilitator" in second.see("/meja").text
    second.press(f"/meja/latihan/{EXERCISE}/buka")
    assert phone.see(f"/latihan/{EXERCISE}/2").status_code == 200


def test_a_class_that_was_started_again_goes_on_where_it_was(start_room):
    room = start_room()
    desk, phone = room.desk(), room.trainee("Lanjut Lagi")
    desk.press("/meja/perhatian/minta", latihan=EXERCISE)
    desk.press("/meja/waktu/tambah", menit="15", latihan=EXERCISE)
    desk.press(f"/meja/latihan/{EXERCISE}/tutup")
    phone.see(f"/latihan/{EXERCISE}/2")
    code, personal, address = room.code, phone.personal_code, room.address
    room.stop()

    room = start_room()
    desk.address = phone.address = room.address
    assert room.code == code and room.address != address
    assert phone.see("/kelas").url.endswith("/kelas")
    assert phone.personal_code == personal
    page = desk.see(f"/meja?latihan={EXERCISE}").text
    assert "Buka latihan" in page and "Lepas perhatian" in page
    assert live(desk)["left"] > 800
    assert room.browser().open_desk("SALAH").status_code == 400
    assert room.desk().see("/meja").status_code == 200
