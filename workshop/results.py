"""Grades as the class shows them: one plain mapping per hand-in, read from the gradebook."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from workshop import paths


def title_of(exercise: str) -> str:
    """The exercise's title; the id for one that is not of this course."""
    from grading import ExerciseCatalog

    catalog = ExerciseCatalog(paths.EXERCISES)
    return catalog.get(exercise).title if exercise in catalog.ids() else exercise


def result_of(course: Path, participant: str, exercise: str) -> dict[str, Any] | None:
    """``{"participant", "exercise", "score", "max_score", "status", "note", "parts"}``; ``None`` when not graded."""
    from grading import results_for

    found = results_for(course, participant, exercise)
    return None if found is None else dict(found)
