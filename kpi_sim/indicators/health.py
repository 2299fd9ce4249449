"""Mortality of mothers and children: the count always stands beside the rate, years are pooled, not averaged.

Limits of chance (exact Poisson, funnel) are in ``kpi_sim.evidence``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

from kpi_sim.errors import OutOfRangeError, UnknownNameError
from kpi_sim.indicators.values import Number, as_decimal, count
from kpi_sim.rules import RuleSet, load_rules
from kpi_sim.units import format_number

HEALTH = "indikator-kesehatan"


@dataclass(frozen=True)
class MortalityRate:
    """A mortality rate with what it rests on; ``few`` warns that chance alone moves it widely.

    ``value`` is ``None`` without live births. ``years`` is the number of pooled periods.
    """

    value: Decimal | None
    deaths: int
    live_births: int
    per: int
    unit: str
    label: str
    few: bool
    years: int
    verified: bool


def mortality_rate(
    deaths: Number | Sequence[Number],
    live_births: Number | Sequence[Number],
    indicator: str = "maternal",
    *,
    rule: str | Path | RuleSet = HEALTH,
) -> MortalityRate:
    """Deaths per live births: one period, or several pooled (counts are added, never the rates averaged).

    Args:
        deaths: count of the period, or one count a period; by the mother's place of residence.
        live_births: live births of the same place and period.
        indicator: ``"maternal"`` (AKI), ``"neonatal"``, ``"infant"`` (AKB) or ``"under_five"``.

    Raises:
        OutOfRangeError: a count that is negative or not whole, lists of different length, or child deaths
            above the live births.
        UnknownNameError: another indicator.

    Source: health statistics; units verified for AKI, AKB and AKABA; regulations.md §5.1.
    """
    rules = load_rules(rule)
    item = _item(rules, indicator)
    cases, births = _counts(deaths, "Jumlah kematian"), _counts(live_births, "Kelahiran hidup")
    if len(cases) != len(births):
        raise OutOfRangeError(
            name="Banyaknya periode kelahiran hidup",
            value=str(len(births)),
            allowed=f"Isi satu bilangan untuk tiap periode kematian ({len(cases)}).",
        )
    died, born = sum(cases), sum(births)
    if indicator != "maternal" and died > born:
        raise OutOfRangeError(
            name=f"Jumlah kematian pada {item['label']}",
            value=format_number(died),
            allowed=f"Isi paling banyak sebanyak kelahiran hidup ({format_number(born)}).",
        )
    per = int(item["per"])
    return MortalityRate(
        value=as_decimal(Fraction(died * per, born)) if born else None,
        deaths=died,
        live_births=born,
        per=per,
        unit=item["unit"],
        label=item["label"],
        few=died < rules["small_numbers"]["flag_below"],
        years=len(cases),
        verified=item["verified"],
    )


def _counts(values: Number | Sequence[Number], name: str) -> list[int]:
    several = not isinstance(values, str | Decimal | int | float) and hasattr(values, "__iter__")
    given: Any = values if several else [values]
    return [int(count(value, name)) for value in given]


def _item(rules: RuleSet, indicator: str) -> Any:
    items = {item["id"]: item for item in rules["rates"]["items"]}
    if indicator not in items:
        raise UnknownNameError("Indikator kematian", indicator, items)
    return items[indicator]
