"""Grades any nbgrader notebook: the instructor's test cells run apart from the answers that they test.

Theory of operation: the trainee's cells run in a candidate room (``grading.room``), the instructor's locked and test
cells in a second one, which the trainee never reaches. A name that the instructor's solution cells bind is the
trainee's: a plain value is copied over before each test, a function is called over the wall. Everything else in a test
(``abs``, ``pd``, the data of a locked cell) is the instructor's own. Points come only from a test that ran to its end.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from grading.intake.matching import Expected, expected_cells
from grading.room.session import Session
from grading.testcells import names
from grading.testcells.examining import ExaminersRoom
from grading.testcells.scoring import earned, message

__all__ = ["TestRun", "grade"]


@dataclass(frozen=True)
class TestRun:
    """One test cell: what it earned, what to tell (Indonesian, nothing of hidden tests), whether it ran to its end."""

    __test__ = False  # not a test of ours, whatever its name looks like to a collector

    grade_id: str
    points: float
    max: float
    message: str = ""
    finished: bool = True


def grade(
    source: Mapping[str, Any], session: Session, *, files: Mapping[str, bytes] | None = None
) -> list[TestRun]:
    """Run the test cells of an instructor's notebook against a submission.

    Args:
        source: the instructor's notebook, hidden tests and solutions included.
        session: a room opened with ``Intake.code``; cells that stand before a test run before it.
        files: what lies beside the instructor's notebook (data, modules); the trainee's cells find it too.
    """
    cells = expected_cells(source)
    session.provide(files or {})
    points = _points(source)
    room = ExaminersRoom(session, files or {})
    trainees: set[str] = set()
    used: set[str] = set()
    runs: list[TestRun] = []
    try:
        for place, cell in enumerate(cells):
            if cell.kind != "code":
                continue
            if cell.solution:
                trainees |= names.bound_names(cell.source)
                room.run(names.imports(cell.source))
            elif cell.test:
                session.run_until(_cells_before(session.ids, cells[place + 1 :]))
                room.bind(trainees & (used | names.used_names(cell.source)))
                runs.append(_judged(cell, points.get(cell.name, 0.0), room))
            else:
                used |= names.used_names(cell.source)
                if trainees & used:
                    session.run_until(_cells_before(session.ids, cells[place + 1 :]))
                    room.bind(trainees & used)
                room.run(cell.source)
    finally:
        room.close()
    return runs


def _points(source: Mapping[str, Any]) -> dict[str, float]:
    marks = [(cell.get("metadata") or {}).get("nbgrader") or {} for cell in source["cells"]]
    return {str(mark["grade_id"]): float(mark.get("points") or 0) for mark in marks if mark.get("grade")}


def _cells_before(ids: list[str], later: list[Expected]) -> int:
    """How many of the trainee's cells stand before the first one that the assignment has further down."""
    further = {cell.name for cell in later if cell.name}
    return next((place for place, name in enumerate(ids) if name in further), len(ids))


def _judged(cell: Expected, most: float, room: ExaminersRoom) -> TestRun:
    answer = room.test(cell.source)
    if answer is None:
        said = message(cell.source, {}, room.fault or "Uji belum selesai dalam batas waktu.")
        return TestRun(cell.name, 0.0, most, said, finished=False)
    error = answer.get("error")
    if error or room.fault:
        return TestRun(cell.name, 0.0, most, message(cell.source, error or {}, room.fault), finished=False)
    return TestRun(cell.name, earned(answer, most), most)
