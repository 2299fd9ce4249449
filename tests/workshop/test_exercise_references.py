"""Exercises point to what exists: the lesson they belong to, and the section that "Lihat lagi" names."""

from __future__ import annotations

import re
import tomllib
from typing import Any

import pytest

from kpi_sim import list_rules
from workshop.lessons import list_lessons
from workshop.notebooks import read_notebook
from workshop.paths import EXERCISES

FOLDERS = sorted(file.parent.name for file in EXERCISES.glob("*/exercise.toml"))
SECTION = re.compile(r"^#{2,3} (.+?)\s*$", re.M)


def read(name: str) -> dict[str, Any]:
    return tomllib.loads((EXERCISES / name / "exercise.toml").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def places() -> set[str]:
    """Everything that "Lihat lagi" may name: lessons, their sections, pages of rules."""
    found = {f"Halaman aturan {rule.id}" for rule in list_rules()}
    for lesson in list_lessons():
        found.add(f"Pelajaran {lesson.title}")
        text = "\n\n".join(
            cell.source for cell in read_notebook(lesson.path).cells if cell.cell_type == "markdown"
        )
        found |= {f"Pelajaran {lesson.title}, bagian {section}" for section in SECTION.findall(text)}
    return found


@pytest.mark.parametrize("name", FOLDERS)
def test_look_again_names_a_place_that_exists(name: str, places: set[str]) -> None:
    pages = {place for place in places if place.startswith("Halaman")}
    for part in read(name)["parts"]:
        look = part["look"]
        assert look in places or look.split(",")[0] in pages, f"{name}, {part['id']}: {look}"


@pytest.mark.parametrize("name", FOLDERS)
def test_an_exercise_belongs_to_a_lesson_that_lists_it(name: str) -> None:
    lesson = read(name).get("lesson")
    if lesson is not None:
        assert name in next(found.exercises for found in list_lessons() if found.id == lesson)


def test_lessons_list_only_exercises_that_exist() -> None:
    listed = {exercise for lesson in list_lessons() for exercise in lesson.exercises}
    assert listed <= set(FOLDERS)


def test_the_test_bank_asks_the_fifteen_objectives_of_the_plan() -> None:
    asked = [part["objective"] for part in read("tes-iku")["parts"]]
    planned = "T1.1 T1.3 T2.1 T2.2 T2.4 T3.1 T3.2 T3.3 T4.1 T4.3 T5.1 T5.3 T6.2 T7.1 T8.2"
    assert asked == planned.split()


def test_the_short_test_is_five_items_of_the_long_one() -> None:
    long = {part["id"]: part for part in read("tes-iku")["parts"]}
    short = read("tes-iku-singkat")["parts"]
    assert [part["id"] for part in short] == ["p01", "p05", "p06", "p09", "p13"]
    assert all(part == long[part["id"]] for part in short)
