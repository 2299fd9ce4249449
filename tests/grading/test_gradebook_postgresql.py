"""The same gradebook in PostgreSQL, as a province's hub uses it."""

from __future__ import annotations

import sys
from collections.abc import Iterator

import own_course
import postgresql
import pytest
from own_course import EXERCISE, form, key_of

from grading.batch import Wish, grade_course
from grading.feedback.results import results_for
from grading.gradebook import ensure_gradebook
from grading.gradebook.errors import GradebookError

sys.modules.setdefault("rfc3987_syntax", None)


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    with postgresql.cluster() as address:
        yield address


def test_a_class_is_graded_into_postgresql_and_nbgrader_reads_it(tmp_path, url):
    from nbgrader.api import Gradebook

    exercises = own_course.make_exercises(tmp_path / "latihan")
    course = own_course.make_class(tmp_path / "kursus", exercises)
    with (course / "nbgrader_config.py").open("a") as config:
        config.write(f"c.CourseDirectory.db_url = {url!r}\n")
    for number in range(3):
        form(course, f"p-{number}", capaian=str(key_of(exercises, "p-1")), arah="tunggu")
    for fresh in (3, 0):
        report = grade_course(course, exercises=exercises, wish=Wish(workers=1))
        assert report.fresh == fresh
        assert [item.result.score for item in report.submissions] == [1.0, 3.0, 1.0]
    with Gradebook(url, "lab-iku") as book:
        assert {s.student.id: s.score for s in book.assignment_submissions(EXERCISE)} == {
            "p-0": 1.0,
            "p-1": 3.0,
            "p-2": 1.0,
        }
        grade = book.find_grade("uji-arah", EXERCISE, EXERCISE, "p-0")
        grade.manual_score, grade.needs_manual_grade = 0.5, False
        book.db.commit()
    assert results_for(course, "p-0", EXERCISE)["score"] == 0.5
    assert not (course / "gradebook.db").exists()
    again = grade_course(course, exercises=exercises, wish=Wish(workers=1, everything=True))
    assert [item.result.score for item in again.submissions] == [0.5, 3.0, 1.0]


def test_a_server_that_is_away_is_told_without_its_password(tmp_path):
    away = f"postgresql+psycopg://lab:sandi-rahasia@/lab?host={tmp_path}"
    with pytest.raises(GradebookError) as refused:
        ensure_gradebook(tmp_path, url=away)
    assert str(refused.value).startswith("Buku nilai tidak dapat dipakai (")
    assert "sandi-rahasia" not in str(refused.value)
