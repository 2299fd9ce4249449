"""How the questions did, not the people: easiness, discrimination, the commonest mistake, mastery of objectives.

Classical item analysis. Easiness is the mean share of points; discrimination the correlation of a part's share
with the score on all *other* parts of the exercise (item-rest: a part does not vouch for itself). With few
answers these are rough: see ``ENOUGH``.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import sqrt
from statistics import fmean

from grading.results import PartResult, SubmissionResult

# asumsi: below ten answers one person moves a correlation by more than 0,1; it is left out rather than shown.
ENOUGH = 10
# asumsi: mastery means four of five points; the pass mark of a unit is its own choice, so it is an argument.
MASTERY = 0.8


@dataclass(frozen=True)
class Mistake:
    """One way of going wrong and how many went it; ``id`` is empty when the message has no id."""

    id: str
    message: str
    count: int


@dataclass(frozen=True)
class Item:
    """How one part of an exercise went.

    ``easiness``: mean share of points, 0 to 1. ``discrimination``: -1 to 1, ``None`` with fewer than ``ENOUGH``
    answers or where everybody earned the same. ``mistakes``: commonest first. Submissions that could not be
    read, and parts that a person has yet to mark, do not count.
    """

    exercise: str
    part: str
    title: str
    answered: int
    right: int
    empty: int
    easiness: float | None
    discrimination: float | None
    mistakes: tuple[Mistake, ...]


@dataclass(frozen=True)
class Mastery:
    """How the room stands with one learning objective; ``mean_share`` 0 to 1 over participants."""

    objective: str
    participants: int
    mean_share: float
    mastered: int
    parts: int

    @property
    def share_mastered(self) -> float:
        """Share of participants who reached the mark, 0 to 1."""
        return self.mastered / self.participants


def analyse(results: Iterable[SubmissionResult]) -> list[Item]:
    """One row per part, by exercise in the order given and by part in its own order."""
    by_exercise: dict[str, list[SubmissionResult]] = {}
    for result in results:
        if result.status != "rejected":
            by_exercise.setdefault(result.exercise, []).append(result)
    return [item for name, group in by_exercise.items() for item in _items(name, group)]


def _items(exercise: str, results: Sequence[SubmissionResult]) -> list[Item]:
    ids = dict.fromkeys(part.id for result in results for part in result.parts)
    return [_item(exercise, part_id, results) for part_id in ids]


def _item(exercise: str, part_id: str, results: Sequence[SubmissionResult]) -> Item:
    pairs = [
        (part, _rest(result, part))
        for result in results
        for part in result.parts
        if part.id == part_id and part.status != "manual" and part.max
    ]
    parts = [part for part, _ in pairs]
    shares = [part.points / part.max for part in parts]
    rests = [rest for _, rest in pairs]
    title = next(p.title for r in results for p in r.parts if p.id == part_id)
    return Item(
        exercise,
        part_id,
        title,
        answered=len(parts),
        right=sum(part.points >= part.max for part in parts),
        empty=sum(part.status == "empty" for part in parts),
        easiness=fmean(shares) if shares else None,
        discrimination=_correlation(shares, rests) if len(parts) >= ENOUGH else None,
        mistakes=_mistakes(parts),
    )


def _rest(result: SubmissionResult, part: PartResult) -> float:
    return sum(other.points for other in result.parts if other.id != part.id and other.status != "manual")


def _correlation(xs: Sequence[float], ys: Sequence[float]) -> float | None:
    mean_x, mean_y = fmean(xs), fmean(ys)
    spread_x = sqrt(sum((x - mean_x) ** 2 for x in xs))
    spread_y = sqrt(sum((y - mean_y) ** 2 for y in ys))
    if spread_x < 1e-12 or spread_y < 1e-12:
        return None
    return sum((x - mean_x) * (y - mean_y) for x, y in zip(xs, ys, strict=True)) / (spread_x * spread_y)


def _mistakes(parts: Sequence[PartResult]) -> tuple[Mistake, ...]:
    """Mistakes by their id; messages without one by their words. Empty answers are no mistake."""
    wrong = [part for part in parts if part.points < part.max and part.status != "empty" and part.message]
    counted = Counter(part.mistake_id or part.message for part in wrong)
    words = {part.mistake_id or part.message: part for part in reversed(wrong)}
    ordered = sorted(counted.items(), key=lambda pair: (-pair[1], pair[0]))
    return tuple(Mistake(words[key].mistake_id or "", words[key].message, count) for key, count in ordered)


def mastery(
    results: Iterable[SubmissionResult], objectives: Mapping[tuple[str, str], str], *, mark: float = MASTERY
) -> list[Mastery]:
    """How many participants master each objective, by objective.

    Args:
        results: every participant's results on every exercise.
        objectives: (exercise, part) → objective; parts without one are left out.
        mark: share of an objective's points that counts as mastered.
    """
    earned: dict[str, dict[str, list[PartResult]]] = {}
    parts: dict[str, set[tuple[str, str]]] = {}
    for result in results:
        for part in result.parts:
            objective = objectives.get((result.exercise, part.id))
            if objective and part.max and part.status != "manual" and result.status != "rejected":
                earned.setdefault(objective, {}).setdefault(result.participant, []).append(part)
                parts.setdefault(objective, set()).add((result.exercise, part.id))
    found = []
    for objective in sorted(earned):
        shares = [
            sum(part.points for part in mine) / sum(part.max for part in mine)
            for mine in earned[objective].values()
        ]
        reached = sum(share >= mark - 1e-9 for share in shares)
        found.append(Mastery(objective, len(shares), fmean(shares), reached, len(parts[objective])))
    return found
