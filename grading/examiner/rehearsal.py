"""What a participant could answer: right answers and known wrong ones of a variant. For rehearsals on our side only."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from grading.examiner.desk import Desk
from grading.notebook.answers import assignment
from grading.notebook.excerpt import needed_for
from kpi_sim.units import format_number, to_decimal


@dataclass(frozen=True)
class RehearsedPart:
    """One part: the answer that earns all that can be earned automatically, and wrong ones by mistake id.

    ``right`` and ``wrong`` are as typed on the form; ``cell`` is the right answer cell of the notebook.
    """

    id: str
    kind: str
    points: float
    place: int | None  # from 1, on the form; None where the form does not have it
    right: Any
    cell: str
    wrong: Mapping[str, Any] = field(default_factory=dict)


class Rehearsal:
    """Opens the keys of the exercises in ``folder``: never used where a trainee's code or browser can reach it."""

    def __init__(self, folder: Path) -> None:
        self._desk = Desk(folder)

    def parts(self, exercise: str, seed: int) -> list[RehearsedPart]:
        """The parts of one variant, in order."""
        workings, made = self._desk.workings(exercise), self._desk.variant(exercise, seed)
        solution = (workings.exercise.folder / "solution.py").read_text(encoding="utf-8")
        found = []
        for place, part in enumerate(workings.exercise.parts, 1):
            key = made.keys.get(part.id)
            if part.kind == "function":
                cell = needed_for(part.function, solution)
            else:
                cell = "" if key is None else assignment(part.name, key)
            wrong = {
                known.id: typed(part.kind, known.answer)
                for known in made.questions[part.id].mistakes
                if known.answer is not None and not known.row and part.kind in ("number", "choice")
            }
            on_form = place if "form" in part.tracks else None
            answer = None if key is None else typed(part.kind, key)
            found.append(
                RehearsedPart(part.id, part.kind, part.automatic_points, on_form, answer, cell, wrong)
            )
        return found


def typed(kind: str, value: Any) -> Any:
    """A value as a person types it on the form: Indonesian numbers without thousands dots ("1.250" is ambiguous)."""
    if kind == "number":
        return format_number(to_decimal(value)).replace(".", "")
    if kind in ("table", "scorecard"):
        return {row: item if isinstance(item, str) else typed("number", item) for row, item in value.items()}
    return value
