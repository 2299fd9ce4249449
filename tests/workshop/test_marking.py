"""Nilai rubrik at the desk: answers without names, one level a criterion, and the trainee reads what was chosen."""

from __future__ import annotations

import asyncio
import re
import time

import own_course
import pytest

import grading
from grading.batch import Wish, grade_course
from workshop.results import result_of
from workshop.service.folder import prepare
from workshop.service.grading_run import GradingRun
from workshop.service.room import Classroom

EXERCISE = "kartu-lengkap"
PLACE = f"/meja/nilai-rubrik/{EXERCISE}"
TEXT = "Petugas menunda status <lengkap>. Tandanya: banyak berkas lengkap pada pukul yang sama."


def wait_for(look, seconds: float = 90):
    deadline = time.monotonic() + seconds
    while not (seen := look()):
        assert time.monotonic() < deadline, "the desk never said so"
        time.sleep(0.3)
    return seen


def grade(desk) -> None:
    desk.see("/meja")
    desk.press("/meja/nilai", latihan=EXERCISE)
    wait_for(lambda: "jawaban dinilai</b>" in desk.see(f"/meja?latihan={EXERCISE}").text)


def hand_in(phone, text: str = TEXT) -> None:
    """The written part (the last) and a changed card (the first)."""
    page = phone.see(f"/latihan/{EXERCISE}/1").text
    names = re.findall(r'name="(jawaban\.[a-z_]+)"', page)
    phone.press(f"/latihan/{EXERCISE}/1", quick=True, **{names[0]: "Akta kelahiran selesai tepat waktu"})
    phone.see(f"/latihan/{EXERCISE}/5")
    assert phone.press(f"/latihan/{EXERCISE}/5", quick=True, jawaban=text).status_code == 200
    phone.see(f"/latihan/{EXERCISE}/kirim")
    phone.press(f"/latihan/{EXERCISE}/kirim")


def hidden(page: str, name: str) -> str:
    return re.search(rf'name="{name}" value="([^"]*)"', page)[1]


def choose(desk, page: str, level: int, **changes):
    """Choose the same level everywhere on the page that was read."""
    criteria = {name: str(level) for name in re.findall(r'name="(tingkat-[a-z-]+)"', page)}
    words = {"pujian": "Tandanya dapat diperiksa.", "pertanyaan": "Siapa yang memeriksanya?"}
    sent = {
        "jawaban": hidden(page, "jawaban"),
        "sidik": hidden(page, "sidik"),
        **words,
        **criteria,
        **changes,
    }
    return desk.press(PLACE, **{name: value for name, value in sent.items() if value is not None})


def writing(desk) -> str:
    """The page of the (first) written answer."""
    page = desk.see(PLACE).text
    for _ in range(8):
        if "<blockquote" in page:
            return page
        page = desk.see(re.search(r'href="([^"]+)">Berikutnya', page)[1].replace("&amp;", "&")).text
    raise AssertionError("no written answer")


@pytest.fixture(scope="module")
def marked(room, tmp_path_factory):
    """A class of its own in which two trainees have handed in and everything is graded."""
    room = type(room)(tmp_path_factory.mktemp("rubrik") / "data")
    desk, phones = room.desk(), [room.trainee(name) for name in ("Ani Rahmawati", "Budi Santoso")]
    assert "Belum ada jawaban untuk dibaca" in desk.see("/meja/nilai-rubrik").text
    for phone in phones:
        hand_in(phone)
    grade(desk)
    yield room, desk, phones
    room.stop()


def test_answers_are_read_without_names_until_these_are_asked_for(marked):
    _, desk, _ = marked
    assert "4 jawaban · 4 menunggu penilaian Anda" in desk.see("/meja/nilai-rubrik").text
    page = writing(desk)
    assert "Petugas menunda status &lt;lengkap&gt;." in page
    assert "Tanpa nama" in page
    assert "Ani Rahmawati" not in page + desk.see(PLACE).text
    assert "p-" not in re.findall(r"jawaban=([^\"&]+)", page)
    shown = desk.see(re.search(r'href="([^"]+)">Tampilkan nama', page)[1].replace("&amp;", "&")).text
    assert re.search(r"<b>(Ani Rahmawati|Budi Santoso)</b>", shown)


def test_a_card_is_read_field_by_field(marked):
    page = marked[1].see(PLACE).text
    assert "<dt>Nama" in page
    assert "Akta kelahiran selesai tepat waktu" in page


def test_levels_reach_the_trainee_after_sharing_and_survive_grading_again(marked):
    _, desk, phones = marked
    page = writing(desk)
    assert "Pilih satu tingkat pada setiap kriteria." in choose(desk, page, 9).text
    kept = choose(desk, page, 3)
    assert "Tersimpan" in kept.text
    assert "3 menunggu penilaian Anda" in kept.text
    grade(desk)
    assert "3 menunggu penilaian Anda" in desk.see(PLACE).text
    desk.see("/meja")
    desk.press(f"/meja/bagikan/{EXERCISE}")
    pages = [phone.see(f"/umpan-balik/{EXERCISE}").text for phone in phones]
    told = [page for page in pages if "Pertanyaan: Siapa yang memeriksanya?" in page]
    assert len(told) == 1
    assert "tingkat 3 dari 4" in told[0]
    assert "Baik: celah tertentu pada formula atau pencatatan" in told[0]


def test_a_choice_can_be_changed_and_stands_on_the_page(marked):
    _, desk, _ = marked
    page = writing(desk)
    choose(desk, page, 2)
    again = desk.see(f"{PLACE}?jawaban={hidden(page, 'jawaban')}").text
    assert len(re.findall(r'value="2" checked', again)) == 2
    assert 'value="Tandanya dapat diperiksa."' in again


def test_what_was_read_must_be_what_is_marked(marked):
    """A trainee hands in anew while the facilitator reads: the mark is refused, nothing typed is lost."""
    _, desk, phones = marked
    page = writing(desk)
    for phone in phones:
        hand_in(phone, TEXT + " Ditambah.")
    grade(desk)
    refused = choose(desk, page, 4)
    assert refused.status_code == 400
    assert "Peserta sudah mengirim jawaban lain sejak halaman ini dibuka." in refused.text
    assert 'value="Tandanya dapat diperiksa."' in refused.text
    assert "Ditambah." in refused.text
    assert "Tersimpan" in choose(desk, refused.text, 4).text


def test_only_the_desk_marks_and_only_what_exists(marked):
    _, desk, (phone, _) = marked
    page = desk.see(PLACE).text
    phone.see("/kelas")
    assert choose(phone, page, 4).status_code == 403
    assert choose(desk, page, 4, jawaban="0123456789ab").status_code == 404
    assert desk.see("/meja/nilai-rubrik/capaian-polaritas").status_code == 404
    assert desk.see("/meja/nilai-rubrik/tiada").status_code == 404


def test_a_marked_card_still_says_what_the_machine_found(marked):
    _, desk, phones = marked
    before = phones[0].see(f"/umpan-balik/{EXERCISE}").text
    finding = re.search(r"Target: [^<]+?daripada baseline", before)[0]
    for _ in range(2):
        choose(desk, desk.see(PLACE).text, 2, pujian="Artinya bagi warga jelas.")
    desk.see("/meja")
    desk.press(f"/meja/bagikan/{EXERCISE}")
    page = phones[0].see(f"/umpan-balik/{EXERCISE}").text
    assert finding in page
    assert "Bermakna: tingkat 2 dari 4" in page
    assert "Artinya bagi warga jelas." in page


def test_a_mark_given_while_results_are_on_their_way_is_not_overwritten(tmp_path):
    """The run has read the gradebook, then a person marks, then the run hands over what it read."""
    exercises = own_course.make_exercises(tmp_path / "latihan")
    folder = prepare(tmp_path / "data")

    async def play() -> dict:
        room = Classroom(folder, exercises=exercises)
        who = (await room.store.people.join("Ani", "Unit")).id
        own_course.make_class(folder.course, exercises)
        own_course.form(folder.course, who, alasan=own_course.TEXT)
        grade_course(folder.course, exercises=exercises, wish=Wish(workers=1))
        exercise = room.exercises.catalog.get(own_course.EXERCISE)

        class Slow(GradingRun):
            async def _child(self, exercises, progress):
                stale = result_of(folder.course, who, exercise.id)
                (piece,) = grading.pieces(folder.course, exercise)
                grading.mark_piece(folder.course, exercise.part("alasan"), piece, [4], answers=piece.answers)
                self.note_mark(who, exercise.id)
                return {"results": [stale]}

        run = Slow(room)
        assert run.start()
        while run.running:
            await asyncio.sleep(0.01)
        assert run.progress.state == "done"
        ((_, _, kept),) = room.store.work.results()
        await room.stop()
        return kept

    part = next(part for part in asyncio.run(play())["parts"] if part["id"] == "alasan")
    assert (part["points"], part["rubric"][0]["level"]) == (4, 4)
