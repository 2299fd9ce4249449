"""Marks by rubric: nbgrader, formgrader's tables and our results say the same, whatever is graded meanwhile."""

from __future__ import annotations

import sys
import threading
from pathlib import Path

import own_course
import pytest
from own_course import EXERCISE, TEXT, form, key_of
from sqlalchemy import text

from grading.batch import Wish, grade_course
from grading.feedback.results import results_for
from grading.gradebook import RubricLine, open_gradebook, read_one, record_manual, remove_participant
from grading.gradebook.errors import AnswerChangedError, NotMarkableError
from grading.gradebook.rubric import points_of

sys.modules.setdefault("rfc3987_syntax", None)
GOOD = RubricLine("Jelas", 3, 4, "Baik")


@pytest.fixture(scope="module")
def exercises(tmp_path_factory) -> Path:
    return own_course.make_exercises(tmp_path_factory.mktemp("latihan"))


@pytest.fixture
def course(tmp_path, exercises) -> Path:
    made = own_course.make_class(tmp_path / "kursus", exercises)
    for who in ("p-1", "p-2"):
        form(made, who, capaian=str(key_of(exercises, who)), arah="tunggu", alasan=TEXT)
    grade_course(made, exercises=exercises, wish=Wish(workers=1))
    return made


def mark(
    course: Path, who: str = "p-1", part: str = "alasan", lines=(GOOD,), answers: str | None = None, **words
):
    book = open_gradebook(course)
    read = read_one(book, who, EXERCISE).answers if answers is None else answers
    return record_manual(book, who, EXERCISE, part, lines=lines, answers=read, **words)


def part_of(course: Path, who: str = "p-1"):
    result = results_for(course, who, EXERCISE)
    return result["score"], next(part for part in result["parts"] if part["id"] == "alasan")


def test_levels_are_added_up_over_the_highest_that_they_could_be():
    five = [RubricLine(str(n), level, 4, "") for n, level in enumerate((4, 3, 3, 2, 2))]
    assert points_of(five, 100) == 70  # 14 of 20, the mark that counts as sufficient
    assert points_of([RubricLine("a", 2, 3, "")], 1) == 0.67


def test_a_mark_shows_in_results_with_its_rubric_and_in_nbgrader(course):
    from nbgrader.api import Gradebook

    assert "Menunggu penilaian fasilitator." in part_of(course)[1]["message"]
    mark(course, praise="Alasannya dari sisi warga.", question="Siapa yang mengukurnya?")
    score, part = part_of(course)
    assert (score, part["points"], part["kind"]) == (6, 3, "warn")
    assert part["message"] == "Alasannya dari sisi warga.\n\nPertanyaan: Siapa yang mengukurnya?"
    assert part["rubric"] == [{"title": "Jelas", "level": 3, "of": 4, "words": "Baik"}]
    with Gradebook(f"sqlite:///{course / 'gradebook.db'}", "lab-iku") as book:
        grade = book.find_grade("jawaban-alasan", EXERCISE, EXERCISE, "p-1")
        assert (grade.manual_score, grade.needs_manual_grade, grade.score) == (3, False, 3)
        said = book.find_comment("jawaban-alasan", EXERCISE, EXERCISE, "p-1").comment
        assert said.startswith("Jelas: tingkat 3 dari 4. Baik\n\nAlasannya dari sisi warga.")
    assert "rubric" not in part_of(course, "p-2")[1]


def test_grading_again_keeps_the_mark_and_other_answers_are_looked_at_again(course, exercises):
    mark(course, praise="Bagus.")
    grade_course(course, exercises=exercises, wish=Wish(workers=1, everything=True))
    assert part_of(course)[1]["rubric"][0]["level"] == 3
    form(course, "p-1", moment="2026-11-25T11:00:00+07:00", alasan="Jawaban lain sama sekali.")
    grade_course(course, exercises=exercises, wish=Wish(workers=1))
    graded = read_one(open_gradebook(course), "p-1", EXERCISE)
    assert graded.waiting == ("alasan",)
    mark(course, lines=[RubricLine("Jelas", 4, 4, "Sangat baik")])
    assert (part_of(course)[1]["points"], read_one(open_gradebook(course), "p-1", EXERCISE).waiting) == (
        4,
        (),
    )


def test_what_formgrader_says_later_wins(course):
    from nbgrader.api import Gradebook

    mark(course, praise="Bagus.")
    with Gradebook(f"sqlite:///{course / 'gradebook.db'}", "lab-iku") as book:
        book.find_grade("jawaban-alasan", EXERCISE, EXERCISE, "p-1").manual_score = 1.0
        book.find_comment("jawaban-alasan", EXERCISE, EXERCISE, "p-1").manual_comment = "Dibahas di kelas."
        book.db.commit()
    _, part = part_of(course)
    assert (part["points"], part["message"]) == (1, "Dibahas di kelas.")
    assert "rubric" not in part


def test_a_mark_for_an_answer_that_has_changed_is_refused(course):
    with pytest.raises(AnswerChangedError) as refused:
        mark(course, answers="jawaban-lama")
    assert str(refused.value) == (
        "Peserta sudah mengirim jawaban lain sejak halaman ini dibuka. "
        f'Latihan "{EXERCISE}", bagian "alasan". '
        "Baca jawaban yang baru, lalu simpan lagi. Penilaian sebelumnya tidak berubah."
    )
    assert read_one(open_gradebook(course), "p-1", EXERCISE).waiting == ("alasan",)


def test_only_graded_answers_with_a_part_for_people_can_be_marked(course):
    with pytest.raises(NotMarkableError, match=r"bagian ini dinilai mesin"):
        mark(course, part="capaian")
    with pytest.raises(NotMarkableError, match=r"belum dinilai"):
        record_manual(open_gradebook(course), "p-9", EXERCISE, "alasan", lines=[GOOD], answers="x")


def test_marks_and_a_grading_run_at_the_same_time_lose_nothing(course, exercises):
    """Twenty marks while the whole class is graded again and again: the last mark stands, nothing waits."""
    ending = threading.Event()

    def grade() -> None:
        while not ending.is_set():
            grade_course(course, exercises=exercises, wish=Wish(workers=1, everything=True))

    job = threading.Thread(target=grade)
    job.start()
    try:
        for number in range(20):
            mark(course, "p-2", lines=[RubricLine("Jelas", 1 + number % 4, 4, "")], praise=f"Ke-{number}.")
    finally:
        ending.set()
        job.join()
    _, part = part_of(course, "p-2")
    assert (part["points"], part["message"]) == (4, "Ke-19.")
    assert read_one(open_gradebook(course), "p-2", EXERCISE).waiting == ()


def test_a_gradebook_from_before_rubrics_stays_readable(course):
    book = open_gradebook(course)
    with book.writing() as connection:
        connection.execute(text("DROP TABLE iku_mark"))
    assert part_of(course)[0] == 3
    assert mark(course).points == 3


def test_a_participant_who_is_removed_leaves_no_mark(course):
    mark(course, praise="Bagus.")
    book = open_gradebook(course)
    remove_participant(book, "p-1")
    with book.reading() as connection:
        assert connection.execute(text("SELECT count(*) FROM iku_mark")).scalar_one() == 0
