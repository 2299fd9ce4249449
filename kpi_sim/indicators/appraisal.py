"""The older numeric appraisal of PP 30/2019, and what surrounds a predicate: organisation, behaviour, credit.

PermenPANRB 6/2022 dropped numbers for individuals; the numeric scheme serves old data and lessons of history.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

from kpi_sim.errors import EmptyDataError, OutOfRangeError, UnknownNameError, raise_faults
from kpi_sim.indicators.values import Number, as_decimal, count, number_or_none, required
from kpi_sim.rules import Category, RuleSet, load_rules
from kpi_sim.units import format_number

_SCORE_MAX = 120


@dataclass(frozen=True)
class AppraisalResult:
    """Final value (0-120, unrounded) and predicate of a numeric appraisal."""

    score: Decimal
    category: Category


def skp_predicate(
    plan: Number,
    behaviour: Number,
    *,
    peer_review: bool = False,
    new_idea: bool = False,
    rule: str | Path | RuleSet = "pp-30-2019",
) -> AppraisalResult:
    """Final value and predicate of PP 30/2019 from the values of SKP and of behaviour.

    Args:
        plan: value of the SKP, 0-120.
        behaviour: value of work behaviour, 0-120.
        peer_review: whether peers and subordinates judge behaviour (60/40 instead of 70/30).
        new_idea: whether a new idea or way benefits the organisation; Sangat Baik needs it.

    Raises:
        OutOfRangeError: a value outside 0-120.

    Source: PP 30/2019 Art. 41(1)-(5)c; limits of Kurang and Sangat Kurang unverified; regulations.md §2.5.
    """
    rules = load_rules(rule)
    weights = rules["weights"]["peer_review" if peer_review else "standard"]
    parts = {
        "Nilai SKP": required(plan, "Nilai SKP"),
        "Nilai perilaku": required(behaviour, "Nilai perilaku"),
    }
    raise_faults([_off_scale(name, value) for name, value in parts.items() if not 0 <= value <= _SCORE_MAX])
    score = parts["Nilai SKP"] * weights["plan"] + parts["Nilai perilaku"] * weights["behaviour"]
    table = rules["predicates"]
    band = table.band(score)
    if band.extra.get("needs_idea") and not new_idea:
        band = table.bands[table.bands.index(band) + 1]
    return AppraisalResult(score, table.category(band))


def behaviour_score(
    scores: Mapping[str, Number | None], *, rule: str | Path | RuleSet = "kinerja-6-2022"
) -> Decimal | None:
    """Mean of the seven BerAKHLAK values (0-120 each), keyed by id; ``None`` while one is missing.

    Numeric averaging is practice of the Ministry of Finance; PermenPANRB 6/2022 rates behaviour as a whole.

    Raises:
        UnknownNameError: a value that is not one of the seven; OutOfRangeError: a score outside 0-120.

    Source: regulations.md §2.4.
    """
    known = [item["id"] for item in load_rules(rule)["behaviours"]["items"]]
    raise_faults([UnknownNameError("Nilai BerAKHLAK", name, known) for name in scores if name not in known])
    numbers = {name: number_or_none(scores.get(name), name) for name in known}
    raise_faults(
        [
            _off_scale(f"Nilai {name}", v)
            for name, v in numbers.items()
            if v is not None and not 0 <= v <= _SCORE_MAX
        ]
    )
    values = [value for value in numbers.values() if value is not None]
    if len(values) < len(known):
        return None
    return as_decimal(sum((Fraction(value) for value in values), Fraction(0)) / len(values))


def credit_percent(predicate: Category | str, *, rule: str | Path | RuleSet = "kinerja-6-2022") -> Decimal:
    """Percent of the yearly coefficient that a predicate gives to functional-position credit (unverified).

    Source: PermenPANRB 1/2023, unverified; regulations.md §2.2.
    """
    table = load_rules(rule)["credit_conversion"]["percent"]
    key = predicate.id if isinstance(predicate, Category) else predicate
    if key not in table:
        raise UnknownNameError("Predikat", key, table)
    return Decimal(table[key])


@dataclass(frozen=True)
class DistributionWarning:
    """A predicate given more often than the pattern of the organisation's result; shares in percent.

    A warning to talk about, never a quota: no predicate changes because of it.
    """

    predicate: str
    label: str
    share: Decimal
    expected: Decimal
    message: str


def review_distribution(
    counts: Mapping[str, Number],
    organisation: str,
    *,
    tolerance: Number | None = None,
    rule: str | Path | RuleSet = "kinerja-6-2022",
) -> list[DistributionWarning]:
    """Where predicates of a team lie further from the expected pattern than the tolerance (points).

    Args:
        counts: predicate id -> number of employees; a predicate left out counts zero.
        organisation: predicate of the organisation, for example ``"baik"``.
        tolerance: in percentage points; that of the rule (10, an interpretation) when not given.

    Raises:
        UnknownNameError: no such predicate; EmptyDataError: nobody was appraised.

    Source: a single low-confidence source for the pattern; unverified; regulations.md §2.3.
    """
    rules = load_rules(rule)
    labels, pattern = rules["predicates"]["labels"], rules["distribution"]
    names = rules["organisation"]["labels"]
    if organisation not in names:
        raise UnknownNameError("Capaian organisasi", organisation, names)
    raise_faults([UnknownNameError("Predikat", name, labels) for name in counts if name not in labels])
    people = {name: count(counts.get(name, 0), f"Jumlah pegawai {labels[name]}") for name in labels}
    total = sum(people.values(), Decimal(0))
    if not total:
        raise EmptyDataError(name="Sebaran predikat", need="Isi predikat sedikitnya satu pegawai.")
    heights = dict(zip(pattern["order"], pattern[organisation], strict=True))
    limit = Decimal(pattern["tolerance_points"]) if tolerance is None else required(tolerance, "Toleransi")
    found = []
    for name in labels:
        share = people[name] * 100 / total
        expected = Decimal(heights[name]) * 100 / sum(heights.values())
        if abs(share - expected) > limit:
            found.append(_distribution_warning(name, labels[name], share, expected, names[organisation]))
    return found


def _distribution_warning(
    name: str, label: str, share: Decimal, expected: Decimal, organisation: str
) -> DistributionWarning:
    message = (
        f'Predikat "{label}" diberikan kepada {format_number(share, 1)} % pegawai; pola untuk capaian organisasi '
        f'"{organisation}" sekitar {format_number(expected, 1)} %. Ini bahan dialog, bukan jatah: '
        "predikat ditentukan oleh hasil kerja dan perilaku."
    )
    return DistributionWarning(name, label, share, expected, message)


def _off_scale(name: str, value: Decimal) -> OutOfRangeError:
    return OutOfRangeError(
        name=name, value=format_number(value), allowed=f"Isi bilangan dari 0 sampai {_SCORE_MAX}."
    )
