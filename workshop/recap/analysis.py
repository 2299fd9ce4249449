"""How questions and objectives did, from the results of a class."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from grading import items as item_analysis
from grading.items import Mastery
from grading.results import PartResult, SubmissionResult, VerdictStatus
from workshop.results import catalog

Result = Mapping[str, Any]
Served = Mapping[tuple[str, str], str]
STATUS: dict[str, VerdictStatus] = {"good": "correct", "warn": "partial", "bad": "wrong", "none": "empty"}


@dataclass(frozen=True)
class Item:
    """How one part went in the room; shares are percents, ``discrimination`` is -1 to 1."""

    exercise: str
    number: int
    title: str
    answered: int
    right: int
    mean_share: float | None
    discrimination: float | None
    mistake: str
    mistake_count: int

    @property
    def share_right(self) -> float | None:
        """Share of full answers among those graded, 0 to 100."""
        return 100 * self.right / self.answered if self.answered else None


def items(results: Sequence[Result]) -> list[Item]:
    """One row per part; a mistake is named once two people made it."""
    numbers: dict[str, int] = {}
    rows = []
    for item in item_analysis.analyse(map(_result, results)):
        numbers[item.exercise] = numbers.get(item.exercise, 0) + 1
        common = next((mistake for mistake in item.mistakes if mistake.count > 1), None)
        rows.append(
            Item(
                item.exercise,
                numbers[item.exercise],
                item.title,
                item.answered,
                item.right,
                None if item.easiness is None else 100 * item.easiness,
                item.discrimination,
                common.message if common else "",
                common.count if common else 0,
            )
        )
    return rows


def objectives(
    results: Sequence[Result], served: Served
) -> tuple[list[Mastery], dict[tuple[str, str], float]]:
    """Mastery by objective, and (participant, objective) → share of its points, 0 to 1; ``served``: see ``served_by``."""
    own = [_result(result) for result in results]
    shares: dict[tuple[str, str], list[float]] = {}
    for result in own:
        for part in result.parts:
            objective = served.get((result.exercise, part.id))
            if objective and part.max:
                sums = shares.setdefault((result.participant, objective), [0.0, 0.0])
                sums[0], sums[1] = sums[0] + part.points, sums[1] + part.max
    return item_analysis.mastery(own, served), {key: got / most for key, (got, most) in shares.items()}


def objective_texts() -> dict[str, str]:
    """Objective → its sentence."""
    from workshop.course_check import objectives as of_course

    return {objective.id: objective.text for objective in of_course()}


def served_by(folder: Path) -> Served:
    """(exercise, part) → the objective that it serves, of the exercises in ``folder``."""
    known = catalog(folder)
    return {
        (name, part.id): part.objective
        for name in known.ids()
        for part in known.get(name).parts
        if part.objective
    }


def _result(result: Result) -> SubmissionResult:
    """A result as the class keeps it, as the item analysis takes it."""
    parts = tuple(
        PartResult(
            part["id"],
            part["title"],
            part["points"],
            part["max"],
            part["message"],
            part.get("status") or STATUS[part["kind"]],
            part.get("mistake"),
        )
        for part in result["parts"]
    )
    return SubmissionResult(
        result["participant"],
        result["exercise"],
        result["score"],
        result["max_score"],
        result["status"],
        "",
        0.0,
        parts,
    )
