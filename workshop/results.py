"""Grades as the class shows them: one plain mapping per hand-in, read from the gradebook."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from grading import ExerciseCatalog
from workshop import paths


@cache
def catalog(folder: Path = paths.EXERCISES) -> ExerciseCatalog:
    """The exercises of the course (or of another folder), read once."""
    return ExerciseCatalog(folder)


def title_of(exercise: str, folder: Path = paths.EXERCISES) -> str:
    """The exercise's title; the id for one that is not of this course."""
    return catalog(folder).get(exercise).title if exercise in catalog(folder).ids() else exercise


def as_offered(result: dict[str, Any], track: str, folder: Path = paths.EXERCISES) -> dict[str, Any]:
    """The result without the parts that this track (``form`` or ``notebook``) of an exercise in ``folder`` does not ask.

    Nobody loses points for what a phone cannot ask. A part that earned something or waits for a person stays.
    """
    known = catalog(folder)
    if result["exercise"] not in known.ids() or track not in ("form", "notebook"):
        return result
    asked = {part.id for part in known.get(result["exercise"]).on(track)}
    beside = [
        part
        for part in result["parts"]
        if part["id"] not in asked and not part["points"] and part.get("status", "empty") == "empty"
    ]
    most = result["max_score"] - sum(part["max"] for part in beside)
    if not beside or most <= 0:
        return result
    return {
        **result,
        "max_score": most,
        "parts": [part for part in result["parts"] if part not in beside],
    }


def result_of(course: Path, participant: str, exercise: str) -> dict[str, Any] | None:
    """``{"participant", "exercise", "score", "max_score", "status", "note", "parts"}``; ``None`` when not graded."""
    from grading import results_for

    found = results_for(course, participant, exercise)
    return None if found is None else dict(found)


def results_of(course: Path) -> dict[tuple[str, str], dict[str, Any]]:
    """All grades of a course, read at once: (participant, exercise) → result.

    Parts also carry ``status`` and ``mistake``, by which questions are analysed.
    """
    from grading.feedback.results import mapping_of
    from grading.gradebook import open_gradebook, read_all

    book = open_gradebook(course)
    found = {}
    for graded in read_all(book) if book else ():
        result = mapping_of(graded)
        for part, told in zip(graded.result.parts, result["parts"], strict=True):
            waiting = part.id in graded.waiting
            told |= {"status": "manual" if waiting else part.status, "mistake": part.mistake_id}
        found[result["participant"], result["exercise"]] = result
    return found
