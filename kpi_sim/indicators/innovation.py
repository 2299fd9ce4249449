"""Regional innovation index (IID): maturity, number and category."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

from kpi_sim.errors import LabIkuError, OutOfRangeError, UnknownNameError, raise_faults
from kpi_sim.indicators.values import Number, as_decimal, count, required
from kpi_sim.rules import Category, RuleSet, load_rules, rules_in_force
from kpi_sim.units import format_number, round_half_up

IID = "iid-2026"


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
    formula, years = rules["formula"], rules["years"]
    key = years["default"] if year is None else str(year)
    if key not in years["min_divisor"]:
        raise UnknownNameError("Tahun pedoman IID", key, years["min_divisor"])
    divisor, needed = int(years["min_divisor"][key]), int(years["min_fields"][key])
    agency = required(agency_points, "Nilai SPD")
    # whole points are the usual case, hundreds of them in an index: they need no conversion to be exact
    whole = all(type(value) is int for value in innovation_points)
    points: list[Decimal | int] = (
        [int(value) for value in innovation_points]
        if whole
        else [required(value, "Nilai SID") for value in innovation_points]
    )
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
