"""The recap of a graded course: questions, objectives and charts, for people and for spreadsheets."""

from __future__ import annotations

import own_course
import pytest
from foreign_course import hand_in, make_course
from openpyxl import load_workbook

import grading
from grading.batch import Wish, grade_course
from workshop import paths
from workshop.forgetting import AREAS
from workshop.recap import collect, write_recap
from workshop.recap.together import together

EXERCISE = "nilai-skm"
SECRET = b"x" * 32


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    """Twelve people answer a real exercise: the first four choose right, one hands in nothing readable."""
    place = tmp_path_factory.mktemp("rekap") / "kursus"
    grading.build_course([EXERCISE], place, exercises=paths.EXERCISES, secret=SECRET)
    parts = grading.ExerciseCatalog(paths.EXERCISES).get(EXERCISE).parts
    for number in range(12):
        who = f"p-{number:02}"
        answers = {part.id: "1,5" for part in parts if part.kind == "number"}
        answers |= {part.id: part.options[number % 2].id for part in parts if part.kind == "choice"}
        seed = grading.variant_seed(SECRET, who, EXERCISE)
        file = grading.write_form_submission(place, who, EXERCISE, seed, answers, "2026-11-25T10:00:00+07:00")
    file.write_text("rusak")
    grade_course(place, exercises=paths.EXERCISES, wish=Wish(workers=1))
    return place


def test_questions_count_those_that_could_be_read(course):
    recap = collect(course)
    assert {item.answered for item in recap.items} == {11}
    choice = next(item for item in recap.items if 0 < item.right < 11)
    assert choice.share_right == pytest.approx(100 * choice.right / 11)
    assert [mark.note[:35] for mark in recap.marks if mark.note] == ["Kiriman ini tidak dapat dibaca: isi"]


def test_objectives_of_the_exercise_are_told_with_their_sentence(course, tmp_path):
    exercise = grading.ExerciseCatalog(paths.EXERCISES).get(EXERCISE)
    recap = write_recap(course, tmp_path / "rekap.xlsx")
    assert {item.objective for item in recap.objectives} == set(exercise.objectives)
    book = load_workbook(tmp_path / "rekap.xlsx")
    rows = list(book["Tujuan"].iter_rows(min_row=2, values_only=True))
    assert rows[0][0] in exercise.objectives
    assert len(rows[0][1]) > 20
    people = list(book["Nilai per tujuan"].iter_rows(min_row=2, values_only=True))
    assert len(people) == 12
    assert [len(book[name]._charts) for name in ("Ringkasan", "Tujuan")] == [1, 1]
    assert "Daya beda (−1 sampai 1)" in [cell.value for cell in book["Butir"][1]]


def test_the_paper_and_the_table_are_written_from_the_same(course, tmp_path):
    write_recap(course, tmp_path / "rekap.pdf")
    assert (tmp_path / "rekap.pdf").read_bytes().startswith(b"%PDF")
    write_recap(course, tmp_path / "rekap.csv")
    assert len((tmp_path / "rekap.csv").read_text(encoding="utf-8-sig").splitlines()) == 13


@pytest.mark.parametrize("name", ["rekap.xlsx", "rekap.pdf"])
def test_it_tells_how_far_it_is_until_the_file_is_there(course, tmp_path, name):
    heard = []
    write_recap(course, tmp_path / name, told=lambda done, total: heard.append((done, total)))
    (total,) = {total for _, total in heard}
    assert [done for done, _ in heard] == sorted(done for done, _ in heard)
    assert heard[0][0] < total and heard[-1] == (total, total) and heard.count((total, total)) == 1


def test_a_course_that_is_not_ours_has_a_recap_without_objectives(tmp_path):
    course = make_course(tmp_path / "kursus")
    hand_in(course, "p-1")
    grade_course(course, exercises=tmp_path, wish=Wish(workers=1))
    recap = write_recap(course, tmp_path / "rekap.xlsx")
    assert [item.title for item in recap.items] == ["uji-jumlah", "uji-tiga", "esai"]
    assert recap.objectives == []
    assert "Tujuan" not in load_workbook(tmp_path / "rekap.xlsx").sheetnames


def test_a_course_of_other_exercises_has_their_titles_and_objectives(tmp_path):
    exercises = own_course.make_exercises(tmp_path / "latihan")
    course = own_course.make_class(tmp_path / "kursus", exercises)
    right = own_course.key_of(exercises, "p-1")
    own_course.form(course, "p-1", capaian=f"{right}".replace(".", ","), arah="layanan")
    own_course.form(course, "p-2", capaian="1", arah="tunggu")
    grade_course(course, exercises=exercises, wish=Wish(workers=1))
    recap = collect(course)
    assert recap.titles == {own_course.EXERCISE: "Hitung capaian"}
    assert {item.objective: item.participants for item in recap.objectives} == {"T4.1": 2, "T4.2": 2}
    assert recap.shares["p-1", "T4.1"] == pytest.approx(2 / 5)  # the function was not answered
    assert recap.shares["p-2", "T4.1"] == 0
    roll_up = together([course])
    assert roll_up.titles == recap.titles
    assert roll_up.objectives == []  # fewer than five people


def test_forgetting_knows_every_area_that_grading_writes_for_a_person(course):
    grading.write_feedback(course)
    ours = {path.parent.name for path in course.glob("*/p-00")}
    assert ours == set(AREAS)
