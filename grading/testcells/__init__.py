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
from grading.testcells.examining import ExaminersRoom, looked_at
from grading.testcells.leftovers import leave_nothing
from grading.testcells.order import may_wait
from grading.testcells.scoring import earned, hidden_lines, message

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
    session.provide(files or {})
    points = _points(source)
    steps = _steps(source, session.ids)
    ahead = _looked_ahead(steps, session)
    room = ExaminersRoom(session, files or {}, reusable=_reusable(steps))
    runs: list[TestRun] = []
    heard = False  # whether functions of the trainee may have been told by then what a hidden test asks
    try:
        for place, step in enumerate(steps):
            if step.names:
                if place not in ahead:
                    session.run_until(step.count)
                room.bind(step.names, ahead.get(place))
            if step.test:
                room.heard = heard or bool(hidden_lines(step.source))
                runs.append(_judged(step, points.get(step.test, 0.0), room, heard=heard))
                heard = room.heard
            else:
                room.run(step.source)
    finally:
        room.close()
    return runs


@dataclass(frozen=True)
class _Step:
    """A cell of the instructor's, what it needs of the trainee's, and how many of the trainee's cells stand before it."""

    source: str
    test: str = ""
    names: frozenset[str] = frozenset()
    count: int = 0


def _reusable(steps: list[_Step]) -> bool:
    """Whether the room in which these steps were taken can serve the next submission."""
    first = next((place for place, step in enumerate(steps) if step.names or step.test), len(steps))
    return leave_nothing(
        tuple(step.source for step in steps[:first]),
        tuple(step.source for step in steps[first:]),
        frozenset().union(*(step.names for step in steps)),
    )


def _steps(source: Mapping[str, Any], ids: list[str]) -> list[_Step]:
    cells = expected_cells(source)
    trainees: set[str] = set()
    used: set[str] = set()
    steps: list[_Step] = []
    for place, cell in enumerate(cells):
        if cell.kind != "code":
            continue
        if cell.solution:
            trainees |= names.bound_names(cell.source)
            steps.append(_Step(names.imports(cell.source)))
            continue
        count = _cells_before(ids, cells[place + 1 :])
        if not cell.test:
            used |= names.used_names(cell.source)
        wanted = trainees & (used | names.used_names(cell.source))
        steps.append(_Step(cell.source, cell.name if cell.test else "", frozenset(wanted), count))
    return steps


def _looked_ahead(steps: list[_Step], session: Session) -> dict[int, dict[str, Any]]:
    """Step → what its names were when it was its turn, where no call of it has to come before later cells.

    Cells that run before all calls need not run a second time to show what they show without them.
    """
    waiting = may_wait([source for _, source in session.sources])
    ahead: dict[int, dict[str, Any]] = {}
    for place, step in enumerate(steps):
        if not step.names:
            continue
        session.run_until(step.count)
        found = looked_at(session, step.names)
        if any(look.get("callable") is True and name not in waiting for name, look in found.items()):
            return ahead
        ahead[place] = found
    session.run_until(len(session.ids))
    return ahead


def _points(source: Mapping[str, Any]) -> dict[str, float]:
    marks = [(cell.get("metadata") or {}).get("nbgrader") or {} for cell in source["cells"]]
    return {str(mark["grade_id"]): float(mark.get("points") or 0) for mark in marks if mark.get("grade")}


def _cells_before(ids: list[str], later: list[Expected]) -> int:
    """How many of the trainee's cells stand before the first one that the assignment has further down."""
    further = {cell.name for cell in later if cell.name}
    return next((place for place, name in enumerate(ids) if name in further), len(ids))


def _judged(cell: _Step, most: float, room: ExaminersRoom, *, heard: bool) -> TestRun:
    answer = room.test(cell.source)
    if answer is None:
        said = message(cell.source, {}, room.fault or "Uji belum selesai dalam batas waktu.", heard=heard)
        return TestRun(cell.test, 0.0, most, said, finished=False)
    error = answer.get("error")
    if error or room.fault:
        said = message(cell.source, error or {}, room.fault, heard=heard)
        return TestRun(cell.test, 0.0, most, said, finished=False)
    return TestRun(cell.test, earned(answer, most), most)
