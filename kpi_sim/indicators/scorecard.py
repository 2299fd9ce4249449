"""A scorecard: several indicators scored by one rule, weighted, with a total that says what it left out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kpi_sim.errors import (
    CardFieldError,
    EmptyDataError,
    LabIkuError,
    MissingColumnError,
    OutOfRangeError,
    raise_faults,
)
from kpi_sim.indicators.achievement import achievement
from kpi_sim.indicators.indicator import Indicator
from kpi_sim.indicators.values import Number, as_decimal, number_or_none
from kpi_sim.indicators.words import Polarity
from kpi_sim.rules import Category, RuleSet, load_rules
from kpi_sim.units import format_number, round_half_up

if TYPE_CHECKING:
    import pandas as pd

REGION = "capaian-permendagri-86-2017"
_TITLES = {
    "indicator": ("indicator", "name", "Indikator", "Nama indikator", "IKU"),
    "target": ("target", "Target"),
    "realisation": ("realisation", "Realisasi"),
    "polarity": ("polarity", "Polarisasi", "Polaritas"),
    "weight": ("weight", "Bobot"),
    "worst": ("worst", "Nilai terburuk"),
}


@dataclass(frozen=True)
class ScoreRow:
    """One scored indicator; achievement, category and contribution are ``None`` where it could not be scored."""

    indicator: str
    polarity: Polarity
    target: Decimal | None
    realisation: Decimal | None
    achievement: Decimal | None
    category: Category | None
    weight: Decimal
    contribution: Decimal | None


@dataclass(frozen=True)
class Scorecard:
    """Scored rows and their weighted total (percent, unrounded); ``excluded`` counts rows without achievement.

    The total divides by the weights of the rows that were scored, so weights need not add up to 100;
    ``weight_total`` tells what they add up to.
    """

    rows: tuple[ScoreRow, ...]
    total: Decimal | None
    category: Category | None
    weight_total: Decimal
    excluded: int
    rule: str

    @property
    def rounded(self) -> Decimal | None:
        """The total as reports print it: two decimals, half up."""
        return None if self.total is None else round_half_up(self.total, 2)

    def to_frame(self) -> pd.DataFrame:
        """Tidy frame, one row an indicator; numbers as floats, ``total`` the same in every row.

        ``attrs`` holds rule, total, category, excluded and weight_total exactly.
        """
        import pandas as pd

        frame = pd.DataFrame(
            [
                {
                    "indicator": row.indicator,
                    "polarity": row.polarity.value,
                    "target": _float(row.target),
                    "realisation": _float(row.realisation),
                    "achievement": _float(row.achievement),
                    "category": None if row.category is None else row.category.label,
                    "weight": _float(row.weight),
                    "contribution": _float(row.contribution),
                    "total": _float(self.total),
                }
                for row in self.rows
            ]
        )
        frame.attrs = {
            "rule": self.rule,
            "total": self.total,
            "category": None if self.category is None else self.category.label,
            "excluded": self.excluded,
            "weight_total": self.weight_total,
        }
        return frame


def score_indicators(
    rows: Any, *, rule: str | Path | RuleSet = REGION, cap: Number | None = None
) -> Scorecard:
    """Every indicator scored against its target, and the weighted total.

    Args:
        rows: DataFrame or sequence of mappings with ``indicator``, ``target``, ``realisation``, ``polarity``,
            and perhaps ``weight`` (equal when nobody has one) and ``worst``; Indonesian titles are read too.
            A pair (:class:`~kpi_sim.Indicator`, realisation) is a row as well.
        rule: categories, and the cap when it has one.
        cap: highest achievement that counts (100 or 120), instead of the rule's.

    Raises:
        EmptyDataError: no row. MissingColumnError, OutOfRangeError, CardFieldError: one fault; ``FaultsError``
            holds all of them. A missing realisation or a zero target is no fault: the row is left out.

    Source: regulations.md §4; the weighted mean is common practice.
    """
    rules = load_rules(rule)
    plain = list(map(_plain, _records(rows)))
    if not plain:
        raise EmptyDataError(name="Kartu skor", need="Isi sedikitnya satu indikator.")
    weighted = any(row.get("weight") is not None for row in plain)
    faults: list[LabIkuError] = []
    read = [_read(row, number, weighted, faults) for number, row in enumerate(plain, 1)]
    raise_faults(faults, noun="isian")
    scored = [(row, _achieved(row, rules, cap)) for row in read if row is not None]
    used = sum((Fraction(row["weight"]) for row, done in scored if done is not None), Fraction(0))
    parts = [
        Fraction(done) * Fraction(row["weight"]) / used if done is not None and used else None
        for row, done in scored
    ]
    total = as_decimal(sum((part for part in parts if part is not None), Fraction(0))) if used else None
    return Scorecard(
        rows=tuple(_row(row, done, part, rules) for (row, done), part in zip(scored, parts, strict=True)),
        total=total,
        category=None if total is None else rules["categories"].classify(total),
        weight_total=sum((row["weight"] for row, _ in scored), Decimal(0)),
        excluded=sum(done is None for _, done in scored),
        rule=rules.id,
    )


def scorecard(rows: Any, *, rule: str | Path | RuleSet = REGION, cap: Number | None = None) -> pd.DataFrame:
    """The scorecard as a tidy frame: indicator, target, realisation, achievement, category, weight, total.

    Arguments and faults as :func:`score_indicators`; the exact total is in ``frame.attrs["total"]``.

    Source: regulations.md §4.
    """
    return score_indicators(rows, rule=rule, cap=cap).to_frame()


def _float(value: Decimal | None) -> float | None:
    return None if value is None else float(value)


def _records(rows: Any) -> Iterable[Any]:
    is_frame = hasattr(rows, "to_dict") and hasattr(rows, "columns")
    return list(rows.to_dict("records") if is_frame else rows)


def _plain(row: Any) -> dict[str, Any]:
    if isinstance(row, tuple) and row and isinstance(row[0], Indicator):
        card, realisation = row
        return {
            "indicator": card.name,
            "target": card.last_target,
            "realisation": realisation,
            "polarity": card.polarity,
            "weight": card.weight,
            "worst": card.worst,
        }
    lowered = {str(title).strip().lower(): value for title, value in row.items()}
    found: dict[str, Any] = {"_titles": list(row)}
    for name, titles in _TITLES.items():
        for title in titles:
            if title.lower() in lowered:
                found[name] = _blank(lowered[title.lower()])
                break
    return found


def _blank(value: Any) -> Any:
    text = isinstance(value, str) and not value.strip()
    return None if value is None or text or type(value).__name__ == "NAType" or value != value else value


def _read(
    row: Mapping[str, Any], number: int, weighted: bool, faults: list[LabIkuError]
) -> dict[str, Any] | None:
    name = str(row.get("indicator") or f"Indikator {number}")
    before = len(faults)
    if row.get("polarity") is None:
        faults.append(
            MissingColumnError(
                column="Polarisasi", available=row.get("_titles", ()), place=f'Indikator "{name}".'
            )
        )
    found: dict[str, Any] = {"indicator": name}
    for field, label in (
        ("target", "Target"),
        ("realisation", "Realisasi"),
        ("weight", "Bobot"),
        ("worst", "Nilai terburuk"),
    ):
        try:
            found[field] = number_or_none(row.get(field), label)
            if field in {"weight", "worst"}:
                _not_negative(found[field], label)
        except LabIkuError as error:
            faults.append(CardFieldError(field=label, card=f'indikator "{name}"', cause=error))
    if row.get("polarity") is not None:
        try:
            found["polarity"] = Polarity.parse(str(row["polarity"]))
        except LabIkuError as error:
            faults.append(CardFieldError(field="Polarisasi", card=f'indikator "{name}"', cause=error))
    if len(faults) > before:
        return None
    if found["weight"] is None:
        found["weight"] = Decimal(0 if weighted else 1)
    return found


def _not_negative(value: Decimal | None, label: str) -> None:
    if value is not None and value < 0:
        raise OutOfRangeError(name=label, value=format_number(value), allowed="Isi bilangan 0 atau lebih.")


def _achieved(row: Mapping[str, Any], rules: RuleSet, cap: Number | None) -> Decimal | None:
    worst = row["worst"] or None
    return achievement(row["realisation"], row["target"], row["polarity"], cap=cap, worst=worst, rule=rules)


def _row(row: Mapping[str, Any], done: Decimal | None, part: Fraction | None, rules: RuleSet) -> ScoreRow:
    return ScoreRow(
        indicator=row["indicator"],
        polarity=row["polarity"],
        target=row["target"],
        realisation=row["realisation"],
        achievement=done,
        category=None if done is None else rules["categories"].classify(done),
        weight=row["weight"],
        contribution=None if part is None else as_decimal(part),
    )
