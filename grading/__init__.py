"""Checks trainees' work: exercise folder → notebook and form, sandbox, judge, gradebook, feedback.

Public names are loaded on first use, so that the class service can import this package at once.
"""

from __future__ import annotations

import importlib
from typing import Any

# name -> module that defines it; one line a name, sorted
_EXPORTS: dict[str, str] = {
    "Call": "grading.results",
    "Examiner": "grading.examiner",
    "Exercise": "grading.exercise.model",
    "ExerciseCatalog": "grading.exercise.catalog",
    "GradingError": "grading.errors",
    "Outcome": "grading.results",
    "PartResult": "grading.results",
    "Piece": "grading.marking",
    "Rehearsal": "grading.examiner.rehearsal",
    "SubmissionResult": "grading.results",
    "Verdict": "grading.results",
    "answer_cells": "grading.notebook.answers",
    "build_course": "grading.course",
    "grade_course": "grading.batch",
    "judged_seed": "grading.exercise.variants",
    "load_exercise": "grading.exercise.loader",
    "mapping_of": "grading.feedback.results",
    "mark_piece": "grading.marking",
    "participant_notebook": "grading.course",
    "pieces": "grading.marking",
    "read_literals": "grading.notebook.answers",
    "results_for": "grading.feedback.results",
    "rubric_parts": "grading.marking",
    "variant_seed": "grading.exercise.variants",
    "variant_tag": "grading.exercise.variants",
    "write_feedback": "grading.feedback.writing",
    "write_form_submission": "grading.notebook.submitted",
    "write_notebook_submission": "grading.notebook.submitted",
}

__all__ = sorted(_EXPORTS)


def __getattr__(name: str) -> Any:
    if name in _EXPORTS:
        value = getattr(importlib.import_module(_EXPORTS[name]), name)
        globals()[name] = value
        return value
    raise AttributeError(f"module 'grading' has no attribute {name!r}")


def __dir__() -> list[str]:
    return __all__
