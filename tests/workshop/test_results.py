"""Grades as the class shows them: a phone is not measured by what only a notebook asks."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import own_course
import pytest

import grading
from grading.batch import Wish, grade_course
from workshop import paths
from workshop.results import as_offered, result_of, results_of

EXERCISE, WHO, SECRET = "nilai-skm", "p-aaaaaa", b"x" * 32


@pytest.fixture(scope="module")
def graded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A course in which one person has answered the form: one choice, nothing else."""
    place = tmp_path_factory.mktemp("hasil") / "kursus"
    grading.build_course([EXERCISE], place, exercises=paths.EXERCISES, secret=SECRET)
    part = next(p for p in grading.ExerciseCatalog(paths.EXERCISES).get(EXERCISE).parts if p.kind == "choice")
    seed = grading.variant_seed(SECRET, WHO, EXERCISE)
    answers = {part.id: part.options[0].id}
    grading.write_form_submission(place, WHO, EXERCISE, seed, answers, "2026-11-25T10:00:00+07:00")
    grade_course(place, exercises=paths.EXERCISES, wish=Wish(workers=1))
    return place


@pytest.fixture(params=["one", "all"])
def result(graded: Path, request: pytest.FixtureRequest) -> dict[str, Any]:
    """The result as the desk reads it, and as the recap does."""
    found = result_of(graded, WHO, EXERCISE) if request.param == "one" else results_of(graded)[WHO, EXERCISE]
    assert found is not None
    return found


def test_a_form_is_measured_by_what_it_asked(result: dict[str, Any]):
    exercise = grading.ExerciseCatalog(paths.EXERCISES).get(EXERCISE)
    code = [part for part in exercise.parts if part.kind == "function"]
    assert code
    shown = as_offered(result, "form")
    assert shown["max_score"] == sum(part.points for part in exercise.parts if part.kind != "function")
    assert [part["id"] for part in shown["parts"]] == [p.id for p in exercise.parts if p not in code]
    assert shown["score"] == result["score"]


def test_a_notebook_is_measured_by_everything(result: dict[str, Any]):
    assert as_offered(result, "notebook") == result
    assert as_offered(result, "") == result


def test_what_earned_points_stays(result: dict[str, Any]):
    parts = [{**part, "points": 1.0, "status": "partial"} for part in result["parts"]]
    assert as_offered({**result, "parts": parts}, "form")["parts"] == parts


def test_an_exercise_of_another_course_is_left_as_it_is(result: dict[str, Any]):
    other = {**result, "exercise": "kpi1"}
    assert as_offered(other, "form") == other


def test_an_exercise_of_another_folder_is_asked_there(tmp_path: Path, result: dict[str, Any]):
    exercises = own_course.make_exercises(tmp_path / "latihan")
    parts = [
        {**result["parts"][0], "id": name, "points": 0.0, "max": 2.0, "status": "empty"}
        for name in ("capaian", "rumus")
    ]
    own = {**result, "exercise": own_course.EXERCISE, "parts": parts, "max_score": 4.0}
    assert [part["id"] for part in as_offered(own, "form", exercises)["parts"]] == ["capaian"]
    assert as_offered(own, "form") == own
