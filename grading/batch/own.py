"""Grading a submission of one of our exercises: literals are read, code runs in a room, the examiner judges."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from grading.batch.task import Findings, worst
from grading.exercise.variants import judged_seed
from grading.gradebook import AssignmentSource, CellComment, CellGrade, SourceCell
from grading.notebook.answers import AnswerCell, answer_cells, read_literals
from grading.results import Outcome, PartResult, Verdict
from grading.room.errors import CannotCrossError, NoIsolationError, RoomGoneError

if TYPE_CHECKING:
    from grading.examiner import Examiner
    from grading.exercise.model import Exercise, Part
    from grading.intake import Intake
    from grading.room.session import Session

BASE_VARIANT = "Notebook ini memakai angka dasar, bukan angka Anda sendiri; dinilai dengan angka dasar."
NOT_WRITTEN = "Belum diisi. Fungsi ini ditulis di notebook, pada sel jawabannya."


class OwnGrader:
    """Grades one submission; ``open_room`` is called only when something has to be run."""

    def __init__(
        self,
        exercise: Exercise,
        source: AssignmentSource,
        examiner: Examiner,
        seed: int,
        open_room: Callable[[Intake], Session],
    ) -> None:
        self.exercise, self.source, self.examiner, self.seed = exercise, source, examiner, seed
        self.book = source.notebooks[0]
        self.starters = {cell.name: cell.starter for cell in self.book.cells}
        self.open_room = open_room

    def grade(self, intake: Intake) -> Findings:
        """What the answers are worth; whoever filled in the notebook of the base variant is judged by its numbers."""
        judged = judged_seed(intake.variant, self.seed)
        if judged != self.seed and BASE_VARIANT not in intake.mended:
            intake.mended.append(BASE_VARIANT)
        self.seed = judged
        findings, values, unread = Findings(), {}, []
        for cell in answer_cells(self.exercise):
            found = self._literal(cell, intake.cells)
            if found is _RUN:
                unread.append(cell)
            elif found is not None:
                values[cell.part] = found
        faults: dict[str, str] = {}
        verdicts: dict[str, Verdict] = {}
        if unread:
            self._run(intake, unread, values, faults, verdicts, findings)
        verdicts = self.examiner.judge(self.exercise.id, self.seed, values) | verdicts
        for part in self.exercise.on("notebook"):
            verdict = verdicts.get(part.id) or Verdict("empty", 0.0, part.points, NOT_WRITTEN)
            if part.id in faults:
                verdict = Verdict("invalid", 0.0, part.points, faults[part.id])
            self._add(findings, part, verdict)
        return findings

    def _literal(self, cell: AnswerCell, texts: Mapping[str, str]) -> Any:
        """The value in an answer cell that binds literals; ``None`` for no answer, ``_RUN`` for code."""
        text = texts.get(cell.grade_id)
        if text is None or text.strip() == self.starters.get(cell.grade_id, "").strip():
            return None
        if cell.kind == "text":
            return text
        if cell.kind == "function":
            return _RUN
        literals = read_literals(text)
        return _RUN if literals is None else literals.get(cell.name)

    def _run(
        self,
        intake: Intake,
        unread: list[AnswerCell],
        values: dict[str, Any],
        faults: dict[str, str],
        verdicts: dict[str, Verdict],
        findings: Findings,
    ) -> None:
        try:
            with self.open_room(intake) as session:
                self._ask(session, unread, values, faults, verdicts, findings)
        except NoIsolationError as fault:
            for cell in unread:
                points = self.exercise.part(cell.part).points
                verdicts[cell.part] = Verdict("manual", 0.0, points, fault.what)

    def _ask(
        self,
        session: Session,
        unread: list[AnswerCell],
        values: dict[str, Any],
        faults: dict[str, str],
        verdicts: dict[str, Verdict],
        findings: Findings,
    ) -> None:
        """Let the cells run; take values out of the room and call the functions in it."""
        runs = session.cells
        findings.isolation = session.rooms.level
        findings.outputs = {run.id: run.outputs for run in runs}
        findings.status = worst([run.status for run in runs])
        said = {run.id: run.message for run in runs if run.message}
        functions = [cell for cell in unread if cell.kind == "function"]
        for cell in unread:
            if cell in functions:
                continue
            value, fault = _value(session, cell.name)
            if fault:
                faults[cell.part] = said.get(cell.grade_id) or fault
            else:
                values[cell.part] = value

        outcomes = self._calls(session, functions, said)
        for cell in functions:
            found = outcomes[cell.part]
            verdict = self.examiner.judge_calls(self.exercise.id, self.seed, cell.part, found)
            if said.get(cell.grade_id) and all(out.detail == said[cell.grade_id] for out in found.values()):
                verdict = replace(verdict, message=said[cell.grade_id])
            verdicts[cell.part] = verdict

    def _calls(
        self, session: Session, cells: list[AnswerCell], said: Mapping[str, str]
    ) -> dict[str, dict[str, Outcome]]:
        """What came of all calls, those of hidden checks last.

        Whatever a function says after them may be what it was handed by them, so nothing is told from then on.
        """
        outcomes: dict[str, dict[str, Outcome]] = {cell.part: {} for cell in cells}
        asked = [
            (call, cell)
            for cell in cells
            for call in self.examiner.calls(self.exercise.id, self.seed, cell.part)
        ]
        hidden = {
            (cell.part, check.id)
            for cell in cells
            for check in self.exercise.part(cell.part).checks
            if check.hidden
        }
        for call, cell in sorted(asked, key=lambda pair: (pair[1].part, pair[0].check) in hidden):
            outcome = session.call(call.function, call.arguments)
            if outcome.fault == "tiada" and said.get(cell.grade_id):
                outcome = Outcome(fault="galat", detail=said[cell.grade_id])
            outcomes[cell.part][call.check] = outcome
        return outcomes

    def _add(self, findings: Findings, part: Part, verdict: Verdict) -> None:
        """The part's result, and its points on the cells of the notebook."""
        message = verdict.message
        findings.parts.append(
            PartResult(
                part.id,
                part.title,
                verdict.points,
                part.points,
                message,
                verdict.status,
                verdict.mistake_id,
                part.look,
            )
        )
        for cell in self.book.cells:
            if cell.part == part.id and cell.graded:
                findings.grades.append(CellGrade(self.book.name, cell.name, _points(cell, verdict), part.id))
            if cell.part == part.id and cell.solution and message:
                findings.comments.append(CellComment(self.book.name, cell.name, message))


_RUN = object()


def _points(cell: SourceCell, verdict: Verdict) -> float | None:
    """The engine's points on one cell; ``None`` where a person has to read what was written."""
    if not cell.by_hand:
        return None if verdict.status == "manual" else min(verdict.points, cell.points)
    return 0.0 if verdict.status == "empty" else None


def _value(session: Session, name: str) -> tuple[Any, str]:
    """The plain value of a name, or why there is none."""
    try:
        return session.value(name), ""
    except (CannotCrossError, RoomGoneError) as fault:
        return None, fault.sentence()
