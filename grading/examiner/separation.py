"""Whether a variant keeps key and typical wrong answers apart: where they meet, a message would name the wrong idea."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from itertools import combinations
from typing import Any

from grading.judging.numbers import scale_of
from grading.judging.question import KnownMistake, Question
from kpi_sim.units import to_decimal

Number = (int, float, Decimal)


def clash(questions: dict[str, Question]) -> str:
    """The first clash in words, "" when all stand apart."""
    return next((found for question in questions.values() for found in _clashes(question)), "")


def _clashes(question: Question) -> Iterator[str]:
    part = question.part
    if question.key is None:
        return
    for mistake in question.mistakes:
        key = question.key[mistake.row] if mistake.row and isinstance(question.key, dict) else question.key
        if _is_key(part.kind, mistake, key):
            yield f'bagian "{part.id}", {mistake.id} sama dengan kunci'
    if part.kind == "number":
        named = [("kunci", question.key), *((m.id, m.answer) for m in question.mistakes)]
        yield from _near(question, named, f'bagian "{part.id}"')
    if part.kind in ("table", "scorecard"):
        for row in part.rows:
            named = [("kunci", question.key[row.id])]
            named += [(m.id, m.answer) for m in question.mistakes if m.row == row.id]
            yield from _near(question, named, f'bagian "{part.id}" baris "{row.id}"', row)


def _near(question: Question, named: list[tuple[str, Any]], place: str, row: Any = None) -> Iterator[str]:
    """Pairs of numbers closer than twice the tolerance."""
    numbers = [(name, to_decimal(value)) for name, value in named if isinstance(value, Number)]
    if not numbers:
        return
    tolerance = scale_of(question, numbers[0][1], row).tolerance
    for (one, first), (other, second) in combinations(numbers, 2):
        if one != other and abs(first - second) <= 2 * tolerance:
            yield f"{place}, {one} dan {other} hampir sama"


def _is_key(kind: str, mistake: KnownMistake, key: Any) -> bool:
    if mistake.when is not None:
        return bool(mistake.when(list(key) if isinstance(key, list) else key))
    if kind == "choices":
        return isinstance(mistake.answer, list) and set(mistake.answer) == set(key)
    return not isinstance(key, Number) and bool(mistake.answer == key)
