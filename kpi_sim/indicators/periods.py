"""Bringing periods and areas together before scoring: never the mean of percentages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from kpi_sim.errors import OutOfRangeError, UnknownNameError
from kpi_sim.indicators.values import as_decimal, number_or_none
from kpi_sim.indicators.words import PeriodRule
from kpi_sim.units import format_number


@dataclass(frozen=True)
class Consolidated:
    """Target and realisation of several periods as one pair; both ``None`` when a realisation is missing."""

    realisation: Decimal | None
    target: Decimal | None
    periods: tuple[Any, ...]
    missing: tuple[Any, ...]


def consolidate(
    realisations: Sequence[Any] | Mapping[Any, Any],
    targets: Sequence[Any] | Mapping[Any, Any],
    period_rule: PeriodRule | str,
    *,
    through: Any = None,
) -> Consolidated:
    """Target and realisation brought together up to and including period ``through``.

    Only periods with a target count; a missing realisation in one of them makes the result ``None``
    (the pair's ``missing`` names the periods). Score the pair, never the mean of quarterly achievements.

    Args:
        realisations, targets: one value a period in order of time; sequences number the periods from 1.
        period_rule: ``"sum"``, ``"average"`` or ``"take_last"``.
        through: last period that counts; all when not given.

    Raises:
        UnknownNameError: no such consolidation, or no such period.

    Source: practice under KMK 127/2026 pp. 37-38; regulations.md §4.5.
    """
    rule = period_rule if isinstance(period_rule, PeriodRule) else PeriodRule.parse(period_rule)
    goals, done = _by_period(targets), _by_period(realisations)
    names = list(goals)
    if through is not None:
        if through not in goals:
            raise UnknownNameError("Periode", str(through), [str(name) for name in names])
        names = names[: names.index(through) + 1]
    used = [name for name in names if goals[name] is not None]
    missing = tuple(name for name in used if done.get(name) is None)
    if not used or missing:
        return Consolidated(None, None, tuple(used), missing)
    return Consolidated(
        _combine([done[name] for name in used], rule),
        _combine([goals[name] for name in used], rule),
        tuple(used),
        (),
    )


def _by_period(values: Sequence[Any] | Mapping[Any, Any]) -> dict[Any, Decimal | None]:
    pairs = values.items() if isinstance(values, Mapping) else enumerate(values, start=1)
    return {period: number_or_none(value) for period, value in pairs}


def _combine(values: Sequence[Decimal | None], rule: PeriodRule) -> Decimal:
    numbers = [value for value in values if value is not None]
    if rule is PeriodRule.TAKE_LAST:
        return numbers[-1]
    total = sum((Fraction(number) for number in numbers), Fraction(0))
    return as_decimal(total if rule is PeriodRule.SUM else total / len(numbers))


@dataclass(frozen=True)
class PooledRatio:
    """A ratio from summed numerators and denominators; ``excluded`` counts pairs with a missing half."""

    value: Decimal | None
    numerator: Decimal
    denominator: Decimal
    used: int
    excluded: int


def pooled_ratio(numerators: Sequence[Any], denominators: Sequence[Any], *, per: int = 100) -> PooledRatio:
    """The ratio over all areas or years together: summed numerator over summed denominator times ``per``.

    The mean of the single ratios is another number and is not what a province reports. A pair with a
    missing half is left out of both sums and counted. Without a denominator the value is ``None``.

    Raises:
        OutOfRangeError: the lists differ in length, or a count is negative.

    Source: regulations.md §4.5 and §5.1.
    """
    if len(numerators) != len(denominators):
        raise OutOfRangeError(
            name="Jumlah penyebut",
            value=str(len(denominators)),
            allowed=f"Isi satu penyebut untuk tiap pembilang ({len(numerators)}).",
        )
    pairs = [
        (number_or_none(top, "Pembilang"), number_or_none(bottom, "Penyebut"))
        for top, bottom in zip(numerators, denominators, strict=True)
    ]
    for half in (half for pair in pairs for half in pair if half is not None and half < 0):
        raise OutOfRangeError(
            name="Pembilang atau penyebut", value=format_number(half), allowed="Isi bilangan 0 atau lebih."
        )
    full = [(top, bottom) for top, bottom in pairs if top is not None and bottom is not None]
    top_sum = sum((top for top, _ in full), Decimal(0))
    bottom_sum = sum((bottom for _, bottom in full), Decimal(0))
    value = as_decimal(Fraction(top_sum) * per / Fraction(bottom_sum)) if bottom_sum else None
    return PooledRatio(value, top_sum, bottom_sum, len(full), len(pairs) - len(full))
