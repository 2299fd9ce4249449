"""Design checks on a set of cards: weights, number, duplicates, codes, outcomes."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from itertools import combinations
from typing import TypeAlias

from kpi_sim.indicators.design_book import Book, Values
from kpi_sim.indicators.indicator import Indicator
from kpi_sim.indicators.values import number_or_none
from kpi_sim.indicators.words import ResultLevel
from kpi_sim.units import format_number

SetCheck: TypeAlias = Callable[[Sequence[Indicator], Book], Iterator[tuple[str, Values]]]


def _weights(cards: Sequence[Indicator]) -> list[Decimal]:
    return [weight for card in cards if (weight := number_or_none(card.weight)) is not None]


def weights_not_100(cards: Sequence[Indicator], book: Book) -> Iterator[tuple[str, Values]]:
    """Weights that do not add up."""
    total, expected = sum(_weights(cards), Decimal(0)), book.limit("weight_total")
    if _weights(cards) and total != expected:
        yield "", {"total": format_number(total), "expected": format_number(expected)}


def weight_missing(cards: Sequence[Indicator], book: Book) -> Iterator[tuple[str, Values]]:
    """Some cards have a weight, others do not."""
    given = len(_weights(cards))
    if 0 < given < len(cards):
        yield "", {"count": str(len(cards) - given)}


def weight_concentrated(cards: Sequence[Indicator], book: Book) -> Iterator[tuple[str, Values]]:
    """One card decides the score."""
    if len(cards) < 2:
        return
    for card in cards:
        weight = number_or_none(card.weight)
        if weight is not None and weight > book.limit("heaviest_weight"):
            yield card.name, {"weight": format_number(weight)}


def too_many(cards: Sequence[Indicator], book: Book) -> Iterator[tuple[str, Values]]:
    """More main indicators than can be talked about."""
    limit = book.limit("most_indicators")
    if len(cards) > limit:
        yield "", {"count": str(len(cards)), "limit": format_number(limit)}


def duplicate(cards: Sequence[Indicator], book: Book) -> Iterator[tuple[str, Values]]:
    """Two names for the same measure."""
    meanings = [(card.name, _meaning(card.name, book)) for card in cards]
    for (first, one), (second, other) in combinations(meanings, 2):
        if one == other and one:
            yield second, {"first": first, "second": second}


def _meaning(name: str, book: Book) -> frozenset[str]:
    same, empty = book.words["same_measure"], set(book.words["empty_words"])
    tokens = re.findall(r"[\w-]+", name.lower())
    return frozenset(same.get(token, token) for token in tokens if token not in empty)


def code_duplicate(cards: Sequence[Indicator], book: Book) -> Iterator[tuple[str, Values]]:
    """One code for several cards."""
    for code, times in Counter(card.code for card in cards if card.code).items():
        if times > 1:
            yield "", {"code": code, "count": str(times)}


def no_outcome(cards: Sequence[Indicator], book: Book) -> Iterator[tuple[str, Values]]:
    """A set without a single outcome (told only where levels are filled in)."""
    levels = [card.level for card in cards if card.level]
    if levels and not {ResultLevel.OUTCOME, ResultLevel.IMPACT} & set(levels):
        yield "", {}


CHECKS: dict[str, SetCheck] = {
    "weights-not-100": weights_not_100,
    "weight-missing": weight_missing,
    "weight-concentrated": weight_concentrated,
    "too-many": too_many,
    "duplicate": duplicate,
    "code-duplicate": code_duplicate,
    "no-outcome": no_outcome,
}
