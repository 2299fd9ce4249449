"""Grading a submission of a course that is not ours: the instructor's own test cells, run apart from the answers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from grading.batch.task import Findings, worst
from grading.gradebook import AssignmentSource, CellComment, CellGrade, NotebookSource, SourceCell
from grading.intake import Intake, data_files
from grading.results import PartResult, VerdictStatus
from grading.testcells import TestRun, grade

if TYPE_CHECKING:
    from grading.room.session import Session

NO_ANSWER = "Belum diisi."
FOR_PERSON = "Dinilai fasilitator."
NOT_RUN = "Uji ini belum dapat dijalankan."


def grade_foreign(
    source: AssignmentSource,
    folder: Path,
    opened: Mapping[str, Intake],
    open_room: Callable[[Intake], Session],
) -> Findings:
    """What the answers earn by the tests of each notebook of the assignment.

    Args:
        folder: where the instructor's notebooks lie, with what their tests read.
        opened: notebook → what was handed in for it.
    """
    findings, statuses = Findings(), []
    for book in source.notebooks:
        intake, runs, stopped = opened[book.name], {}, {}
        if any(cell.graded and not cell.by_hand for cell in book.cells):
            with open_room(intake) as session:
                tested = grade(book.document, session, files=data_files(folder, trusted=True))
                runs = {run.grade_id: run for run in tested}
                blank = {cell.name for cell in book.cells if cell.solution and _untouched(cell, intake)}
                statuses += [cell.status for cell in session.cells if cell.id not in blank]
                findings.outputs |= {cell.id: cell.outputs for cell in session.cells}
                stopped = {c.id: c.message for c in session.cells if c.message and c.id not in blank}
                findings.isolation = session.rooms.level
        prefix = f"{book.name}/" if len(source.notebooks) > 1 else ""
        _add(findings, book, intake, runs, stopped, prefix=prefix)
    findings.status = worst(statuses)
    return findings


def _add(
    findings: Findings,
    book: NotebookSource,
    intake: Intake,
    runs: Mapping[str, TestRun],
    stopped: Mapping[str, str],
    *,
    prefix: str,
) -> None:
    """Results of one notebook's cells; what a test says is told at the answer cell before it.

    ``stopped``: answer cell → why it did not run to its end, which is then why its test fails.
    """
    said: dict[str, list[str]] = {}
    answer, untouched = "", True
    for cell in book.cells:
        if cell.solution or cell.task:
            answer, untouched = cell.name, _untouched(cell, intake)
        if not cell.graded:
            continue
        part = _by_hand(cell, untouched) if cell.by_hand else _tested(cell, runs.get(cell.name), untouched)
        if part.status == "wrong" and answer in stopped:
            part = replace(part, message=stopped[answer].replace("Sel ini", f'Sel "{answer}"', 1))
        name = prefix + cell.name
        findings.parts.append(PartResult(name, name, part.points, cell.points, part.message, part.status))
        points = None if part.status == "manual" else part.points
        findings.grades.append(CellGrade(book.name, cell.name, points, name))
        if answer and part.message and part.message != FOR_PERSON:
            said.setdefault(answer, []).append(part.message)
    for name, words in said.items():
        findings.comments.append(CellComment(book.name, name, " ".join(dict.fromkeys(words))))


def _untouched(cell: SourceCell, intake: Intake) -> bool:
    return intake.cells.get(cell.name, "").strip() in ("", cell.starter.strip())


def _by_hand(cell: SourceCell, untouched: bool) -> PartResult:
    status: VerdictStatus = "empty" if untouched else "manual"
    return PartResult(cell.name, cell.name, 0.0, cell.points, NO_ANSWER if untouched else FOR_PERSON, status)


def _tested(cell: SourceCell, run: TestRun | None, untouched: bool) -> PartResult:
    """Points only for a test that came to its end."""
    if run is None:
        return PartResult(cell.name, cell.name, 0.0, cell.points, NOT_RUN, "wrong")
    status: VerdictStatus = (
        "correct" if run.points >= cell.points else "partial" if run.points > 0 else "wrong"
    )
    if untouched and run.points == 0:
        return PartResult(cell.name, cell.name, 0.0, cell.points, NO_ANSWER, "empty")
    return PartResult(cell.name, cell.name, run.points, cell.points, run.message, status)
