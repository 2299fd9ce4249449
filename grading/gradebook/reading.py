"""Reading grades back: what was said about a submission, with the marks that people gave since."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, Row, and_, select

from grading.gradebook.database import Gradebook
from grading.gradebook.registering import tables
from grading.gradebook.rubric import RubricMark
from grading.gradebook.tables import ATTEMPT, MARK, RESULT
from grading.results import PartResult, SubmissionResult, VerdictStatus


@dataclass(frozen=True)
class Mark:
    """What stands in nbgrader's tables about one graded cell."""

    auto: float | None
    manual: float | None
    extra: float | None
    waiting: bool
    comment: str | None

    @property
    def score(self) -> float:
        """As nbgrader adds it up: a mark by hand takes the place of the engine's."""
        return (self.manual if self.manual is not None else self.auto or 0.0) + (self.extra or 0.0)


Marks = dict[tuple[str, str], Mark]


@dataclass(frozen=True)
class Graded:
    """One submission as it stands: ``result`` holds manual marks already, the score has the penalty taken off.

    ``waiting`` are the ids of parts that a person has yet to mark, ``rubrics`` what was chosen in a rubric, by part
    (left out once formgrader gave other points or other words).
    """

    result: SubmissionResult
    files: str
    answers: str
    content: str
    submitted_at: datetime | None
    seconds_late: float
    penalty: float
    waiting: tuple[str, ...] = ()
    rubrics: Mapping[str, RubricMark] = field(default_factory=dict)


@dataclass(frozen=True)
class Attempt:
    """One attempt of a participant, whether or not it counts."""

    answers: str
    content: str
    submitted_at: datetime | None
    status: str
    score: float
    max_score: float


def read_one(book: Gradebook, participant: str, exercise: str) -> Graded | None:
    """The grade of one submission; ``None`` when it was not graded."""
    found = read_all(book, participants=[participant], exercises=[exercise])
    return found[0] if found else None


def read_all(
    book: Gradebook, *, participants: Sequence[str] | None = None, exercises: Sequence[str] | None = None
) -> list[Graded]:
    """Grades of all (or some) submissions, by exercise and participant."""
    query = select(RESULT).order_by(RESULT.c.exercise, RESULT.c.participant)
    if participants is not None:
        query = query.where(RESULT.c.participant.in_(participants))
    if exercises is not None:
        query = query.where(RESULT.c.exercise.in_(exercises))
    with book.reading() as connection:
        rows = connection.execute(query).all()
        marks = _marks(connection, participants, exercises)
        chosen = _chosen(connection, participants, exercises)
    return [
        _graded(
            row,
            marks.get((row.participant, row.exercise), {}),
            chosen.get((row.participant, row.exercise), {}),
        )
        for row in rows
    ]


@dataclass(frozen=True)
class Kept:
    """Under which fingerprints a grade is kept, and what it was (without marks by hand)."""

    files: str
    answers: str
    content: str
    score: float


def read_kept(book: Gradebook) -> dict[tuple[str, str], Kept]:
    """(participant, exercise) → what decides whether it is graded again. Needs nothing of nbgrader."""
    with book.reading() as connection:
        rows = connection.execute(select(RESULT)).all()
    return {
        (row.participant, row.exercise): Kept(
            row.files, row.answers, row.content, json.loads(row.result)["score"] - row.penalty
        )
        for row in rows
    }


def attempts(book: Gradebook, participant: str, exercise: str) -> list[Attempt]:
    """Every attempt of a participant on an exercise, first to last."""
    query = (
        select(ATTEMPT)
        .where(ATTEMPT.c.participant == participant, ATTEMPT.c.exercise == exercise)
        .order_by(ATTEMPT.c.submitted_at, ATTEMPT.c.id)
    )
    with book.reading() as connection:
        rows = connection.execute(query).all()
    return [
        Attempt(row.answers, row.content, row.submitted_at, row.status, row.score, row.max_score)
        for row in rows
    ]


def due_dates(book: Gradebook) -> dict[str, datetime]:
    """Assignment → due date (UTC), as set in formgrader; those without one are left out."""
    table = tables()["assignment"]
    with book.reading() as connection:
        rows = connection.execute(select(table.c.name, table.c.duedate).where(table.c.duedate.is_not(None)))
        return {name: due.replace(tzinfo=UTC) for name, due in rows}


def _marks(
    connection: Connection, participants: Sequence[str] | None, exercises: Sequence[str] | None
) -> dict[tuple[str, str], Marks]:
    """(participant, exercise) → (notebook, cell) → mark."""
    t = tables()
    grade, submitted, work = t["grade"], t["submitted_notebook"], t["submitted_assignment"]
    assignment, notebook, cell, comment = t["assignment"], t["notebook"], t["base_cell"], t["comment"]
    answer = cell.alias("answer")
    said = select(comment.c.notebook_id, answer.c.name, comment.c.manual_comment).join(
        answer, comment.c.cell_id == answer.c.id
    )
    words = said.where(comment.c.manual_comment.is_not(None)).subquery()
    query = (
        select(
            work.c.student_id,
            assignment.c.name,
            notebook.c.name,
            cell.c.name,
            grade.c.auto_score,
            grade.c.manual_score,
            grade.c.extra_credit,
            grade.c.needs_manual_grade,
            words.c.manual_comment,
        )
        .join(submitted, grade.c.notebook_id == submitted.c.id)
        .join(work, submitted.c.assignment_id == work.c.id)
        .join(assignment, work.c.assignment_id == assignment.c.id)
        .join(notebook, submitted.c.notebook_id == notebook.c.id)
        .join(cell, grade.c.cell_id == cell.c.id)
        .outerjoin(words, and_(words.c.notebook_id == submitted.c.id, words.c.name == cell.c.name))
    )
    if participants is not None:
        query = query.where(work.c.student_id.in_(participants))
    if exercises is not None:
        query = query.where(assignment.c.name.in_(exercises))
    found: dict[tuple[str, str], Marks] = {}
    for who, what, book, name, *mark in connection.execute(query):
        found.setdefault((who, what), {})[book, name] = Mark(*mark)
    return found


def _chosen(
    connection: Connection, participants: Sequence[str] | None, exercises: Sequence[str] | None
) -> dict[tuple[str, str], dict[str, RubricMark]]:
    """(participant, exercise) → part → what was chosen in its rubric."""
    query = select(MARK)
    if participants is not None:
        query = query.where(MARK.c.participant.in_(participants))
    if exercises is not None:
        query = query.where(MARK.c.exercise.in_(exercises))
    found: dict[tuple[str, str], dict[str, RubricMark]] = {}
    for row in connection.execute(query):
        found.setdefault((row.participant, row.exercise), {})[row.part] = RubricMark.from_json(row.mark)
    return found


def _graded(row: Row[Any], marks: Marks, chosen: Mapping[str, RubricMark]) -> Graded:
    result = result_from(json.loads(row.result))
    cells = json.loads(row.cells)
    parts, waiting, rubrics = [], [], {}
    for part in result.parts:
        own = [marks[tuple(key)] for key in cells.get(part.id, []) if tuple(key) in marks]
        parts.append(_with_marks(part, own))
        rubric = chosen.get(part.id)
        if rubric and any((mark.manual, mark.comment) == (rubric.points, rubric.comment()) for mark in own):
            rubrics[part.id] = rubric
            # A card is judged by the engine as well: what it said stays. Free text was only put up for reading.
            said = "" if part.status == "manual" else part.message
            parts[-1] = replace(parts[-1], message="\n\n".join(filter(None, [rubric.words(), said])))
        if any(mark.waiting for mark in own):
            waiting.append(part.id)
    score = max(0.0, sum(part.points for part in parts) - row.penalty)
    return Graded(
        replace(result, parts=tuple(parts), score=round(score, 4)),
        row.files,
        row.answers,
        row.content,
        row.submitted_at,
        row.seconds_late,
        row.penalty,
        tuple(waiting),
        rubrics,
    )


def _with_marks(part: PartResult, marks: Sequence[Mark]) -> PartResult:
    """The part with what a person gave."""
    if not marks:
        return part
    points = sum(mark.score for mark in marks)
    words = next((mark.comment for mark in marks if mark.comment), part.message)
    if all(mark.manual is None and not mark.extra for mark in marks):
        return replace(part, points=points, message=words)
    status: VerdictStatus = "correct" if points >= part.max else "partial" if points > 0 else "wrong"
    return replace(part, points=points, message=words, status=status)


def result_from(plain: dict[str, Any]) -> SubmissionResult:
    """The result that ``writing`` took apart."""
    parts = tuple(PartResult(**part) for part in plain["parts"])
    return SubmissionResult(**{**plain, "parts": parts, "mended": tuple(plain["mended"])})
