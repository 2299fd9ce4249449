"""The facilitator's desk: who may open it, what it shows, what its buttons do."""

from __future__ import annotations

import html
import io
import re
import time

import pytest
from openpyxl import load_workbook

EXERCISE = "capaian-polaritas"


def wait_for(look, seconds: float = 90):
    """Ask until the desk says so."""
    deadline = time.monotonic() + seconds
    while not (seen := look()):
        assert time.monotonic() < deadline, "the desk never said so"
        time.sleep(0.3)
    return seen


def fill(phone, place: int, answer: str):
    phone.see(f"/latihan/{EXERCISE}/{place}")
    return phone.press(f"/latihan/{EXERCISE}/{place}", quick=True, jawaban=answer)


def hand_in(phone):
    phone.see(f"/latihan/{EXERCISE}/kirim")
    return phone.press(f"/latihan/{EXERCISE}/kirim")


def test_the_desk_opens_with_its_own_code_only(room):
    stranger = room.browser()
    for wrong in ("", room.code, room.desk_code[:-1]):
        answer = stranger.open_desk(wrong)
        assert answer.status_code == 400
        assert "Kode meja tidak dikenal." in answer.text
    assert room.browser().open_desk(room.desk_code).url.endswith("/meja")


def test_a_trainee_cannot_do_what_the_desk_does(room):
    trainee = room.trainee("Ingin Jadi Fasilitator")
    trainee.see("/kelas")
    for path in (
        f"/meja/latihan/{EXERCISE}/tutup",
        "/meja/nilai",
        f"/meja/bagikan/{EXERCISE}",
        "/meja/perhatian/minta",
        "/meja/waktu/tambah",
        "/meja/jajak",
        "/meja/tes",
    ):
        assert trainee.press(path, menit="5").status_code == 403, path
    assert (
        trainee.get(room.address + "/meja/langsung", headers={"X-Requested-With": "iku"}).status_code == 403
    )


def test_the_desk_code_is_on_no_page_and_kept_as_a_hash(room):
    desk = room.desk()
    assert room.desk_code not in desk.see("/meja").text
    folder = room.workshop.folder.path
    assert room.desk_code.encode() not in b"".join(p.read_bytes() for p in folder.glob("kelas.sqlite*"))


def test_the_board_counts_answers_by_part_and_shows_who_is_there(start_room):
    room = start_room()
    desk, phones = room.desk(), [room.trainee(f"Peserta {n}") for n in range(3)]
    fill(phones[0], 2, "987654,3")
    phones[0].press(f"/latihan/{EXERCISE}/2", quick=True, jawaban="987654,3", tindakan="periksa")
    fill(phones[1], 2, "5")
    address = f"{room.address}/meja/langsung?latihan={EXERCISE}"
    pieces = desk.get(address, headers={"X-Requested-With": "iku"}).json()
    bars = re.findall(r'aria-label="(\d+ benar[^"]*)"', pieces["papan"])
    assert bars[1] == "0 benar, 0 hampir, 1 belum, 1 terisi, 1 kosong"
    assert "Tersambung 3 dari 3" in pieces["orang"]
    assert "0 dari 3" in pieces["papan"]


def test_the_board_on_the_wall_shows_the_same_without_a_name(start_room):
    room = start_room()
    desk, phones = room.desk(), [room.trainee(f"Peserta {n}") for n in range(2)]
    fill(phones[0], 2, "5")
    hand_in(phones[0])
    address = f"{room.address}/meja/papan?latihan={EXERCISE}"
    page = desk.get(address).text
    piece = desk.get(address, headers={"X-Requested-With": "iku"}).json()["isi"]
    for shown in (page, piece):
        assert "<b>1 dari 2</b> sudah mengirim" in shown
        assert re.findall(r'aria-label="(\d+ benar[^"]*)"', shown)[1] == (
            "0 benar, 0 hampir, 0 belum, 1 terisi, 1 kosong"
        )
        assert "Peserta 0" not in shown and "Peserta 1" not in shown
    assert phones[0].get(address, allow_redirects=False).status_code in (302, 403)


def test_the_paper_attendance_sheet_is_the_desks_alone(room):
    desk, phone = room.desk(), room.trainee("Ingin Daftar Hadir")
    assert desk.see("/meja/daftar-hadir.pdf").content.startswith(b"%PDF")
    assert not phone.see("/meja/daftar-hadir.pdf").content.startswith(b"%PDF")


def test_closing_keeps_answers_collects_what_was_saved_and_can_be_undone(start_room):
    room = start_room()
    desk, phone = room.desk(), room.trainee("Belum Sempat Kirim")
    fill(phone, 2, "77")
    desk.see("/meja")
    desk.press(f"/meja/latihan/{EXERCISE}/tutup")
    late = fill(phone, 2, "78")
    assert late.status_code == 409
    assert "Latihan ditutup pukul" in late.json()["fault"]
    page = phone.see(f"/latihan/{EXERCISE}/2").text
    assert 'value="77"' in page
    assert "Jawaban Anda tersimpan dan tetap dapat dibaca." in page
    assert re.search(r"Terkirim pukul \d\d\.\d\d WIB", phone.see(f"/latihan/{EXERCISE}").text)
    desk.see("/meja")
    desk.press(f"/meja/latihan/{EXERCISE}/buka")
    assert fill(phone, 2, "79").status_code == 200


def test_grade_release_feedback_and_recap(start_room):
    room = start_room()
    desk, phone, absent = room.desk(), room.trainee('=HYPERLINK("x")', "+Unit"), room.trainee("Tidak Kirim")
    fill(phone, 2, "987654,3")
    hand_in(phone)
    before = phone.see(f"/umpan-balik/{EXERCISE}").text
    assert "Belum ada umpan balik" in before
    desk.see("/meja")
    desk.press("/meja/nilai", latihan=EXERCISE)

    def graded():
        return "1 jawaban dinilai" in desk.see(f"/meja?latihan={EXERCISE}").text

    wait_for(graded)
    assert "Belum ada umpan balik" in phone.see(f"/umpan-balik/{EXERCISE}").text
    desk.see("/meja")
    desk.press(f"/meja/bagikan/{EXERCISE}")
    page = phone.see(f"/umpan-balik/{EXERCISE}").text
    assert 'class="score-big"' in page
    assert re.search(r"<b>0</b> dari \d+", page)
    assert "Belum ada jawaban yang dikirim" in absent.see(f"/umpan-balik/{EXERCISE}").text

    book = load_workbook(io.BytesIO(desk.see("/meja/rekap.xlsx").content))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert not [cell for cell in cells if cell.data_type == "f"]
    texts = [cell.value for cell in cells if isinstance(cell.value, str)]
    assert '\'=HYPERLINK("x")' in texts
    assert not [text for text in texts if text.startswith(("=", "+", "@"))]
    hours = list(book["Kehadiran"].iter_rows(min_row=2, values_only=True))
    assert all(re.fullmatch(r"\d\d\.\d\d", row[3]) for row in hours)
    assert desk.see("/meja/rekap.pdf").content.startswith(b"%PDF")
    assert "belum mengirim" in texts


def test_everyone_is_asked_to_look_up_and_let_go(start_room):
    room = start_room()
    desk, phone = room.desk(), room.trainee("Menunduk")

    def asked() -> bool:
        return phone.see("/kelas/keadaan").json()["look_up"]

    assert not asked()
    desk.see("/meja")
    desk.press("/meja/perhatian/minta")
    assert asked()
    desk.see("/meja")
    desk.press("/meja/perhatian/lepas")
    assert not asked()


def test_the_timer_adds_up_and_can_be_removed(start_room):
    room = start_room()
    desk, phone = room.desk(), room.trainee("Melihat Jam")
    desk.see("/meja")
    desk.press("/meja/waktu/tambah", menit="5")
    desk.see("/meja")
    desk.press("/meja/waktu/tambah", menit="5")
    assert 560 < phone.see("/kelas/keadaan").json()["left"] <= 600
    desk.see("/meja")
    desk.press("/meja/waktu/henti")
    assert phone.see("/kelas/keadaan").json()["left"] is None


@pytest.mark.parametrize("minutes", ["0", "-5", "9999", "x", ""])
def test_a_timer_that_makes_no_sense_is_not_started(room, minutes: str):
    desk = room.desk()
    desk.see("/meja")
    desk.press("/meja/waktu/tambah", menit=minutes)
    assert room.trainee(f"Jam {minutes or 'kosong'}").see("/kelas/keadaan").json()["left"] is None


def test_a_poll_counts_one_vote_a_person_and_hides_answers_until_shown(start_room):
    room = start_room()
    desk, phones = room.desk(), [room.trainee(f"Pemilih {n}") for n in range(3)]
    desk.see("/meja/jajak")
    desk.press(
        "/meja/jajak",
        tanya="Mana yang lebih baik bila turun?",
        jenis="choice",
        pilihan="Waktu tunggu\n=Kunjungan",
    )
    for number, phone in enumerate(phones):
        phone.see("/jajak")
        phone.press("/jajak", jajak="1", pilihan=str(number % 2))
    phones[0].press("/jajak", jajak="1", pilihan="1")
    assert "Jawaban kelas" not in phones[0].see("/jajak").text
    desk.see("/meja/jajak")
    desk.press("/meja/jajak/1/tampilkan")
    text = phones[0].see("/jajak").text
    assert "Jawaban kelas" in text
    assert re.findall(r"<b>(\d+)<span", text) == ["1", "2"]
    assert "3 dari 3" in desk.see("/meja/jajak/1/layar").text
    desk.see("/meja/jajak")
    desk.press("/meja/jajak/1/tutup")
    assert "sudah ditutup" in phones[1].press("/jajak", jajak="1", pilihan="0").text


def test_words_are_text_and_the_same_word_counts_once(start_room):
    room = start_room()
    desk, phones = room.desk(), [room.trainee(f"Kata {n}") for n in range(3)]
    desk.see("/meja/jajak")
    desk.press("/meja/jajak", tanya="Satu kata tentang IKU", jenis="words")
    for phone, word in zip(phones, ["Arah", "arah ", "<b>tebal</b>"], strict=True):
        phone.see("/jajak")
        phone.press("/jajak", jajak="1", pilihan=word)
    desk.see("/meja/jajak")
    desk.press("/meja/jajak/1/tampilkan")
    wall = desk.see("/meja/jajak/1/layar").text
    assert "<b>tebal</b>" not in wall
    assert re.search(r"<li>[Aa]rah <b>2</b></li>", wall)


def test_pretest_and_posttest_give_the_gain_of_those_who_did_both(start_room):
    room = start_room()
    desk, phone, half = room.desk(), room.trainee("Dua Tes"), room.trainee("Satu Tes")
    for name in ("pretes", "postes"):
        desk.see("/meja/tes")
        desk.press("/meja/tes", latihan=EXERCISE, putaran=name)
    for who, rounds in ((phone, ("pretes", "postes")), (half, ("pretes",))):
        for name in rounds:
            path = f"/latihan/{name}-{EXERCISE}"
            page = who.see(f"{path}/2").text
            assert "Periksa" not in page
            who.press(f"{path}/2", quick=True, jawaban="987654,3")
            who.see(f"{path}/kirim")
            assert "Terkirim pukul" in who.press(f"{path}/kirim").text
    text = desk.see("/meja/tes").text
    assert "pada 1 peserta yang mengerjakan keduanya" in text
    assert "dari 0 ke 0" in text
    assert "Dua Tes" not in desk.see("/meja/tes/layar").text
    desk.press(f"/meja/bagikan/pretes-{EXERCISE}")
    told = half.see(f"/umpan-balik/pretes-{EXERCISE}")  # most parts were left empty
    assert told.status_code == 200 and "kosong" in told.text and "menunggu" not in told.text


def test_the_join_screen_shows_code_and_qr(room):
    text = room.desk().see("/meja/layar").text
    assert f"{room.code[:3]} {room.code[3:]}" in text
    assert 'class="qr"' in text


def test_live_pieces_change_only_when_the_room_does(start_room):
    """What the script replaces must be the same text while nothing happens, or the desk flickers."""
    room = start_room()
    desk = room.desk()
    ask = {"X-Requested-With": "iku"}
    room.trainee("Diam Saja")
    first = desk.get(room.address + "/meja/langsung", headers=ask).json()
    assert desk.get(room.address + "/meja/langsung", headers=ask).json() == first
    room.trainee("Baru Datang")
    assert desk.get(room.address + "/meja/langsung", headers=ask).json()["orang"] != first["orang"]


def test_the_session_plan_goes_on_back_and_is_there_after_a_restart(start_room):
    room = start_room()
    desk = room.desk()
    desk.see("/meja")
    desk.press("/meja/rencana/pilih", agenda="satu-hari")
    page = desk.press("/meja/rencana/maju").text
    here = re.search(r'aria-current="step">.*?class="what">([^<]+)<', page, re.S)[1]
    assert "Orientasi" in page
    assert here != "Orientasi"
    room.stop()
    again = start_room()
    assert (
        f'class="what">{here}<'
        in re.search(r'aria-current="step">.*?</li>', again.desk().see("/meja").text, re.S)[0]
    )
    desk = again.desk()
    desk.see("/meja")
    assert (
        "Orientasi"
        in re.search(r'aria-current="step">.*?</li>', desk.press("/meja/rencana/mundur").text, re.S)[0]
    )
    assert "Pertanyaan pembuka" in desk.see("/meja/catatan/M0").text
    assert desk.see("/meja/catatan/M77").status_code == 404
    one_day = "Putaran anggaran Kepala Dinas 5 Tahun"
    assert minutes_of(desk, "M9", one_day) == "12" and "Pertahanan" not in desk.see("/meja/catatan/M9").text
    desk.press("/meja/rencana/pilih", agenda="dua-hari")
    assert minutes_of(desk, "M9", one_day) == "30" and "Pertahanan" in desk.see("/meja/catatan/M9").text
    desk.press("/meja/rencana/maju")  # the pre-test: no module, but what to do is said
    assert "Buka pretes" in desk.see("/meja/catatan").text


def minutes_of(desk, module: str, step: str) -> str:
    """Minutes that the speaker's notes of a module give to a step."""
    return re.search(rf'<td class="n">(\d+)</td><td>{step}', desk.see(f"/meja/catatan/{module}").text)[1]


def test_two_facilitators_hold_the_desk_at_the_same_time(start_room):
    room = start_room()
    first, second = room.desk(), room.desk()
    first.see("/meja")
    first.press("/meja/perhatian/minta")
    assert "Lepas perhatian" in second.see("/meja").text
    second.press("/meja/perhatian/lepas")
    assert "Semua lihat ke depan" in first.see("/meja").text


def test_an_audience_plays_and_votes_without_names_only_while_it_is_open(start_room):
    room = start_room()
    desk, guest = room.desk(), room.browser()
    closed = guest.see("/umum")
    assert closed.status_code == 403
    assert "Halaman umum sedang ditutup" in closed.text
    desk.see("/meja/umum")
    desk.press("/meja/umum", tindakan="buka")
    desk.see("/meja/jajak")
    desk.press("/meja/jajak", tanya="Setuju?", jenis="choice", pilihan="Ya\nBelum")
    assert "Setuju?" in guest.see("/umum").text
    for choice in ("0", "1"):
        guest.see("/umum/jajak")
        guest.press("/umum/jajak", jajak="1", pilihan=choice)
    other = room.browser()
    other.see("/umum/jajak")
    other.press("/umum/jajak", jajak="1", pilihan="1")
    desk.see("/meja/jajak")
    desk.press("/meja/jajak/1/tampilkan")
    assert re.findall(r"<b>(\d+)<span", guest.see("/umum/jajak").text) == ["0", "2"]
    for path in ("/kelas", "/latihan/capaian-polaritas", "/meja"):
        assert "/masuk" in guest.see(path).url


def test_a_guest_who_came_too_early_or_stays_too_long_is_told_by_the_page_itself(start_room):
    room = start_room()
    desk, guest = room.desk(), room.browser()

    def mark(page: str) -> str:
        return re.search(r'data-halaman="umum" data-keadaan="([^"]*)"', page)[1]

    early = mark(guest.see("/umum").text)
    assert guest.see("/umum/keadaan").json()["umum"] == early
    desk.see("/meja/umum")
    desk.press("/meja/umum", tindakan="buka")
    opened = guest.see("/umum/keadaan").json()["umum"]
    assert opened != early
    assert html.unescape(mark(guest.see("/umum").text)) == opened
    desk.see("/meja/jajak")
    desk.press("/meja/jajak", tanya="Setuju?", jenis="choice", pilihan="Ya\nBelum")
    guest.see("/umum/jajak")
    desk.see("/meja/umum")
    desk.press("/meja/umum", tindakan="tutup")
    assert room.browser().see("/umum/keadaan").json()["umum"] == early
    late = guest.press("/umum/jajak", jajak="1", pilihan="0")
    assert late.url.endswith("/umum") and late.request.method == "GET"  # a page that may be loaded again


def test_a_box_that_one_device_fills_is_told_at_the_desk(start_room):
    room = start_room()
    desk = room.desk()
    desk.see("/meja/umum")
    desk.press("/meja/umum", tindakan="buka")
    desk.see("/meja/jajak")
    desk.press("/meja/jajak", tanya="Setuju?", jenis="choice", pilihan="Ya\nBelum")
    for number in range(6):
        guest = room.browser()
        guest.see("/umum/jajak")
        guest.press("/umum/jajak", jajak="1", pilihan="0")
        guest.press(
            "/umum/jajak", jajak="1", pilihan="1"
        )  # the second answer of a browser replaces its first
        told = "suara tamu datang dari satu alamat" in desk.see("/meja/jajak").text
        assert told == (number == 5)
    assert "6 dari 6 suara tamu" in desk.see("/meja/jajak").text
    forgetful = room.browser()
    forgetful.see("/umum/jajak")
    forgetful.cookies.clear(domain="127.0.0.1", path="/", name="tamu")
    refused = forgetful.press("/umum/jajak", jajak="1", pilihan="0")
    assert refused.status_code == 400 and "tidak menyimpan cookie" in refused.text
    assert re.findall(r"<b>(\d+)<span", desk.see("/meja/jajak").text) == ["0", "6"]
