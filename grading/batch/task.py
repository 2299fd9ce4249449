"""What a worker is told and what it brings back; both are plain and cross to another process or machine."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from grading.gradebook import AssignmentSource, CellComment, CellGrade, Entry
from grading.gradebook.autograded import autograded_notebook
from grading.results import PartResult, SubmissionResult, SubmissionStatus


@dataclass(frozen=True)
class Setup:
    """What all tasks of a run share: where the course and the exercises lie, and how strong the rooms must be."""

    course: Path
    exercises: Path
    level: str | None = None


@dataclass(frozen=True)
class Task:
    """One submission to grade. ``seed`` is the participant's variant, ``None`` for a course that is not ours.

    ``content`` and ``files`` are the fingerprints under which the grade will be kept.
    """

    participant: str
    exercise: str
    folder: Path
    content: str
    files: str
    seed: int | None = None
    odd: str = ""


@dataclass
class Findings:
    """What was found out about one submission, cell by cell."""

    parts: list[PartResult] = field(default_factory=list)
    grades: list[CellGrade] = field(default_factory=list)
    comments: list[CellComment] = field(default_factory=list)
    outputs: dict[str, Sequence[Mapping[str, Any]]] = field(default_factory=dict)
    status: SubmissionStatus = "graded"
    isolation: str = ""


def entry_of(
    task: Task,
    source: AssignmentSource,
    findings: Findings,
    *,
    answers: str,
    texts: Mapping[str, Mapping[str, str]],
    mended: Sequence[str],
    seconds: float,
    note: str = "",
) -> Entry:
    """The entry for the gradebook. ``texts``: notebook → grade id → what the trainee wrote there."""
    score = sum(part.points for part in findings.parts)
    result = SubmissionResult(
        task.participant,
        task.exercise,
        round(score, 6),
        source.max_score,
        findings.status,
        findings.isolation,
        seconds,
        tuple(findings.parts),
        note,
        tuple(mended),
    )
    autograded = {
        f"{book.name}.ipynb": autograded_notebook(book, texts.get(book.name, {}), findings.outputs)
        for book in source.notebooks
    }
    return Entry(
        result,
        answers,
        task.content,
        task.files,
        grades=tuple(findings.grades),
        comments=tuple(findings.comments),
        autograded=autograded,
    )


def refused(
    task: Task,
    source: AssignmentSource,
    reason: str,
    *,
    status: SubmissionStatus = "rejected",
    ours: bool = False,
    titles: Mapping[str, str] | None = None,
) -> Entry:
    """The entry of a submission that could not be graded: a row with a reason, no points.

    Args:
        ours: the fault is ours: every cell is put up for marking by hand instead of given 0, and the next run
            tries again.
        titles: part → title, where the parts have one.
    """
    findings, most = Findings(status=status), dict[str, float]()
    for book in source.notebooks:
        for cell in book.cells:
            if cell.graded:
                findings.grades.append(CellGrade(book.name, cell.name, None if ours else 0.0, cell.part))
                most[cell.part] = most.get(cell.part, 0.0) + cell.points
    named = titles or {}
    findings.parts = [PartResult(name, named.get(name, name), 0.0, points) for name, points in most.items()]
    entry = entry_of(
        task, source, findings, answers=task.files, texts={}, mended=(), seconds=0.0, note=reason
    )
    return replace(entry, files="") if ours else entry


def worst(statuses: Sequence[str]) -> SubmissionStatus:
    """The status of a submission from those of its cells: the most serious thing that happened."""
    for status in ("forbidden", "memory", "timeout", "crashed"):
        if status in statuses:
            return status
    return "partial" if {"error", "skipped", "broken"} & set(statuses) else "graded"


def timed(entry: Entry, seconds: float) -> Entry:
    """The entry with the time that it took."""
    return replace(entry, result=replace(entry.result, seconds=round(seconds, 4)))
