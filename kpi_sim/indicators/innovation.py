"""Regional innovation index (IID): maturity, number and category."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import numpy as np
import numpy.typing as npt

from kpi_sim.errors import LabIkuError, OutOfRangeError, UnknownNameError, raise_faults
from kpi_sim.indicators.values import Number, as_decimal, count, required
from kpi_sim.rules import Category, RuleSet, load_rules, rules_in_force
from kpi_sim.units import format_number, round_half_up

IID = "iid-2026"
FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int64]


@dataclass(frozen=True)
class InnovationResult:
    """IID (0-100, unrounded) and its three parts; ``divisor`` and ``fields_needed`` are those of the year."""

    index: Decimal
    category: Category
    total: Decimal
    agency_points: Decimal
    maturity_points: Decimal
    count_points: Decimal
    divisor: int
    fields_needed: int

    @property
    def rounded(self) -> Decimal:
        """The index as reports print it: two decimals, half up."""
        return round_half_up(self.index, 2)


def innovation_index(
    agency_points: Number,
    innovation_points: Sequence[Number],
    *,
    mandatory_fields: int,
    year: int | None = None,
    rule: str | Path | RuleSet = IID,
) -> InnovationResult:
    """IID from the points of the regional government (SPD) and of each innovation (SID).

    Args:
        agency_points: SPD points, 0-63.
        innovation_points: SID points of each innovation, 0-111.
        mandatory_fields: how many of the six mandatory basic-service fields have an innovation.
        year: whose divisor and number of fields apply (2026-2029); that of 2027 when not given.

    Raises:
        OutOfRangeError: points outside their range; ``FaultsError`` holds several.
        UnknownNameError: a year without published values.

    Source: BSKDN letter 400.10.11/1887/BSKDN of 29 April 2026; regulations.md §6.2.
    """
    rules = load_rules(rule)
    formula = rules["formula"]
    divisor, needed = _of_year(rules, year)
    agency = required(agency_points, "Nilai SPD")
    points = [required(value, "Nilai SID") for value in innovation_points]
    fields, all_fields = count(mandatory_fields, "Bidang wajib"), len(rules["fields"]["items"])
    raise_faults(
        [
            *_outside("Nilai SPD", [agency], formula["spd_max"]),
            *_outside("Nilai SID", points, formula["sid_max"]),
            *_outside("Bidang wajib", [fields], all_fields),
        ]
    )
    maturity = Fraction(sum(points)) / max(divisor, len(points))
    number = (
        Fraction(min(len(points), formula["count_limit"]) * formula["count_points"])
        if fields >= needed
        else 0
    )
    total = Fraction(agency) + maturity + number
    index = as_decimal(total / formula["total_max"] * 100)
    return InnovationResult(
        index=index,
        category=innovation_category(index, rule=rules),
        total=as_decimal(total),
        agency_points=agency,
        maturity_points=as_decimal(maturity),
        count_points=as_decimal(Fraction(number)),
        divisor=divisor,
        fields_needed=needed,
    )


def innovation_indices(
    agency_points: FloatArray,
    points: FloatArray,
    innovations: IntArray,
    *,
    mandatory_fields: IntArray,
    year: int | None = None,
    rule: str | Path | RuleSet = IID,
) -> tuple[FloatArray, list[Category]]:
    """Index and category of many governments at once; each is that of :func:`innovation_index`, the index as ``float``.

    Args:
        agency_points: SPD points, 0-63, of which two decimals count (n,).
        points: sum of the SID points of all innovations, whole (n,).
        innovations: how many they are (n,).
        mandatory_fields: how many of the mandatory basic-service fields have an innovation (n,).
        year: as in :func:`innovation_index`.

    Raises:
        OutOfRangeError: SPD points outside their range; ``FaultsError`` holds several.
        UnknownNameError: a year without published values.

    Source: BSKDN letter 400.10.11/1887/BSKDN of 29 April 2026; regulations.md §6.2.
    """
    rules = load_rules(rule)
    formula = rules["formula"]
    least, needed = _of_year(rules, year)
    raise_faults(_outside("Nilai SPD", [Decimal(spd) for spd in agency_points.tolist()], formula["spd_max"]))
    each, most = Fraction(formula["count_points"]), Fraction(formula["total_max"])
    divisor = np.maximum(innovations, least)
    counted = np.minimum(innovations, formula["count_limit"]) * (mandatory_fields >= needed)
    hundredths = np.rint(100 * agency_points) * divisor + 100 * points
    # whole numbers far below 2**53, so the quotient of floats is the exact one, rounded once
    upper = (hundredths * each.denominator + 100 * each.numerator * counted * divisor) * most.denominator
    lower = each.denominator * most.numerator * divisor
    exact = [Decimal(int(part)) / int(whole) for part, whole in zip(upper, lower, strict=True)]
    return upper / lower, [rules["categories"].classify(index) for index in exact]


def _of_year(rules: RuleSet, year: int | None) -> tuple[int, int]:
    """Divisor of maturity, and number of mandatory fields needed, in a year (the rule's default when not given)."""
    years = rules["years"]
    key = years["default"] if year is None else str(year)
    if key not in years["min_divisor"]:
        raise UnknownNameError("Tahun pedoman IID", key, years["min_divisor"])
    return int(years["min_divisor"][key]), int(years["min_fields"][key])


def innovation_category(
    score: Number, *, rule: str | Path | RuleSet = IID, day: date | None = None
) -> Category:
    """Category of an IID; with ``day``, by the thresholds in force on that day (older ones unverified).

    Raises:
        OutOfRangeError: outside the scale of the rule.

    Source: BSKDN letter of 29 April 2026; classified on two decimals (interpretation); regulations.md §6.2.
    """
    rules = load_rules(rule) if day is None else rules_in_force("iid", day)
    return rules["categories"].classify(required(score, "Nilai IID"))


def innovation_points(parameters: Mapping[str, int], *, rule: str | Path | RuleSet = IID) -> Decimal:
    """SID points (0-111) of one innovation: weight times parameter (0-3) over the twenty rows.

    Args:
        parameters: row id -> parameter; a row left out counts 0.

    Raises:
        UnknownNameError, OutOfRangeError: an unknown row or parameter; ``FaultsError`` holds several.

    Source: BSKDN letter of 29 April 2026; regulations.md §6.2.
    """
    table = load_rules(rule)["sid"]
    weights = {item["id"]: Decimal(item["weight"]) for item in table["items"]}
    faults: list[LabIkuError] = [
        UnknownNameError("Indikator SID", name, weights) for name in parameters if name not in weights
    ]
    values = {
        name: count(value, f"Parameter {name}") for name, value in parameters.items() if name in weights
    }
    for name, value in values.items():
        faults += _outside(f"Parameter {name}", [value], table["parameter_max"])
    raise_faults(faults)
    return sum((weights[name] * value for name, value in values.items()), Decimal(0))


def _outside(name: str, values: Sequence[Decimal | int], most: int) -> list[LabIkuError]:
    return [
        OutOfRangeError(name=name, value=format_number(v), allowed=f"Isi bilangan dari 0 sampai {most}.")
        for v in values
        if not 0 <= v <= most
    ]
