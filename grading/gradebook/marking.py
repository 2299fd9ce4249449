"""Writing a mark that a person gave: where formgrader would write it, so that both show the same."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, datetime

from sqlalchemy import Connection, delete, insert, select, update

from grading.gradebook.database import Gradebook
from grading.gradebook.errors import AnswerChangedError, NotMarkableError
from grading.gradebook.registering import tables
from grading.gradebook.rubric import RubricLine, RubricMark, points_of
from grading.gradebook.tables import MARK, RESULT
from grading.gradebook.writing import naive


def record_manual(
    book: Gradebook,
    participant: str,
    exercise: str,
    part: str,
    *,
    lines: Sequence[RubricLine],
    praise: str = "",
    question: str = "",
    answers: str,
) -> RubricMark:
    """Mark one part of a graded submission by its rubric; a mark given before is replaced.

    One transaction, and grading reads marks within its own: a run at the same time neither loses the mark nor sees
    half of it.

    Args:
        answers: fingerprint of the answers that were read (``Graded.answers``); empty strings for no praise or
            question.

    Raises:
        NotMarkableError: nothing was graded there, or the part has no cell that a person marks.
        AnswerChangedError: other answers were graded since.
        GradebookError: the database cannot be used.
    """
    with book.writing() as connection:
        here = (RESULT.c.participant == participant) & (RESULT.c.exercise == exercise)
        row = connection.execute(select(RESULT.c.answers, RESULT.c.cells).where(here)).first()
        if row is None:
            raise NotMarkableError(reason="belum dinilai", exercise=exercise, part=part)
        if row.answers != answers:
            raise AnswerChangedError(exercise=exercise, part=part)
        cells = json.loads(row.cells).get(part, [])
        found = _answer_cell(connection, participant, exercise, cells)
        if found is None:
            raise NotMarkableError(reason="bagian ini dinilai mesin", exercise=exercise, part=part)
        grade, comment, most = found
        mark = RubricMark(tuple(lines), points_of(lines, most), praise, question)
        t = tables()
        values = {"manual_score": mark.points, "needs_manual_grade": False}
        connection.execute(update(t["grade"]).where(t["grade"].c.id == grade).values(values))
        said = update(t["comment"]).where(t["comment"].c.id == comment)
        connection.execute(said.values(manual_comment=mark.comment()))
        _keep(connection, participant, exercise, part, mark)
    return mark


def _keep(connection: Connection, participant: str, exercise: str, part: str, mark: RubricMark) -> None:
    key = {"participant": participant, "exercise": exercise, "part": part}
    connection.execute(delete(MARK).where(*(MARK.c[name] == value for name, value in key.items())))
    moment = naive(datetime.now(UTC))
    connection.execute(insert(MARK).values(**key, mark=mark.to_json(), marked_at=moment))


def _answer_cell(
    connection: Connection, participant: str, exercise: str, cells: Sequence[Sequence[str]]
) -> tuple[str, str, float] | None:
    """Row of the grade, row of the comment and full marks of the cell that holds the answer and is graded by hand."""
    t = tables()
    grade, comment, submitted, work = (
        t["grade"],
        t["comment"],
        t["submitted_notebook"],
        t["submitted_assignment"],
    )
    assignment, notebook, graded = t["assignment"], t["notebook"], t["base_cell"]
    answer, points = graded.alias("answer"), t["grade_cells"]
    query = (
        select(grade.c.id, comment.c.id, points.c.max_score)
        .join(submitted, grade.c.notebook_id == submitted.c.id)
        .join(work, submitted.c.assignment_id == work.c.id)
        .join(assignment, work.c.assignment_id == assignment.c.id)
        .join(notebook, submitted.c.notebook_id == notebook.c.id)
        .join(graded, grade.c.cell_id == graded.c.id)
        .join(points, points.c.id == graded.c.id)
        .join(answer, (answer.c.notebook_id == notebook.c.id) & (answer.c.name == graded.c.name))
        .join(comment, (comment.c.cell_id == answer.c.id) & (comment.c.notebook_id == submitted.c.id))
        .where(work.c.student_id == participant, assignment.c.name == exercise)
        .where(graded.c.type == "GradeCell", answer.c.type == "SolutionCell")
    )
    for name, cell in cells:
        row = connection.execute(query.where(notebook.c.name == name, graded.c.name == cell)).first()
        if row is not None:
            return str(row[0]), str(row[1]), float(row[2])
    return None
