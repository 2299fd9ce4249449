"""Test cells of a course that could not be graded apart from the answers: what ``iku grade --lint`` tells."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from grading.lint import lint


@dataclass(frozen=True)
class TestCellFinding:
    """One place in an instructor's notebook, and what about it cannot cross."""

    exercise: str
    notebook: str
    cell: str
    line: int
    message: str


def lint_course(course: Path, exercises: Sequence[str] = ()) -> list[TestCellFinding]:
    """Findings in the source notebooks of all (or some) assignments of a course.

    Not in those that were built from an exercise of ours: ``iku exercise check`` proves them, and their tests are for
    stock nbgrader.

    Raises:
        SourceMissingError: the course has no such assignment.
    """
    from grading.gradebook import read_source

    names = list(exercises) or sorted(path.parent.name for path in (course / "source").glob("*/*.ipynb"))
    return [
        TestCellFinding(name, book.name, found.cell, found.line, found.message)
        for name in dict.fromkeys(names)
        for book in read_source(course, name).notebooks
        if "lab_iku" not in book.document.get("metadata", {})
        for found in lint(book.document)
    ]
