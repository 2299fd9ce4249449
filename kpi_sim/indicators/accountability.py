"""Accountability of an agency (AKIP, PermenPANRB 88/2021): score, category, letters from criteria met."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from kpi_sim.errors import LabIkuError, MissingColumnError, UnknownNameError, raise_faults
from kpi_sim.indicators.values import Number, required
from kpi_sim.rules import Category, RuleSet, load_rules
from kpi_sim.units import round_half_up

AKIP = "akip-88-2021"


@dataclass(frozen=True)
class AccountabilityResult:
    """AKIP score (0-100, unrounded), its category, and the points of each component."""

    score: Decimal
    category: Category
    components: Mapping[str, Decimal]

    @property
    def rounded(self) -> Decimal:
        """The score as reports print it: two decimals, half up."""
        return round_half_up(self.score, 2)


def accountability_score(
    grades: Mapping[str, Mapping[str, str] | Sequence[str] | str], *, rule: str | Path | RuleSet = AKIP
) -> AccountabilityResult:
    """AKIP score from the letters of the twelve sub-components.

    Args:
        grades: component id -> letters of existence, quality and use: a mapping by id, three letters in
            that order, or ``"BB/B/CC"``. Letters: AA, A, BB, B, CC, C, D, E.

    Raises:
        MissingColumnError, UnknownNameError: a component or letter is missing or unknown; ``FaultsError``
            holds several of them.

    Source: PermenPANRB 88/2021, annex; regulations.md §3.7.
    """
    rules = load_rules(rule)
    parts = {item["id"]: Decimal(item["weight"]) for item in rules["components"]["items"]}
    letters = {component: _letters(grades.get(component), rules) for component in parts}
    raise_faults(_faults(grades, letters, rules), noun="nilai subkomponen")
    points, subs = rules["grades"]["points"], rules["subcomponents"]["items"]
    components = {
        component: sum(
            (
                Decimal(points[letters[component][sub["id"]]]) / 100 * weight * Decimal(sub["share"]) / 100
                for sub in subs
            ),
            Decimal(0),
        )
        for component, weight in parts.items()
    }
    score = sum(components.values(), Decimal(0))
    return AccountabilityResult(score, accountability_category(score, rule=rules), components)


def accountability_category(score: Number, *, rule: str | Path | RuleSet = AKIP) -> Category:
    """AKIP category of a score from 0 to 100; upper ends are closed: 80,00 is BB.

    Raises:
        OutOfRangeError: outside 0-100.

    Source: PermenPANRB 88/2021; classified on two decimals (interpretation); regulations.md §3.7.
    """
    return load_rules(rule)["categories"].classify(required(score, "Nilai AKIP"))


def subcomponent_grade(
    criteria_met: Number,
    *,
    extra_effort: bool = False,
    innovative: bool = False,
    rule: str | Path | RuleSet = AKIP,
) -> str:
    """Letter of a sub-component from the percentage of its criteria that are met.

    All criteria give BB; with extra effort A; with an innovation or as a national model AA.

    Source: PermenPANRB 88/2021, annex; regulations.md §3.7.
    """
    table = load_rules(rule)["criteria"]
    letter = table.classify(required(criteria_met, "Kriteria terpenuhi")).id
    if letter == table["all_met"] and (extra_effort or innovative):
        return str(table["with_innovation" if innovative else "with_effort"])
    return letter


def budget_efficiency(achievement_percent: Number, absorption_percent: Number) -> Decimal:
    """Achievement minus budget absorption, in percentage points; positive means efficient.

    A convention of many LKjIP, not law.

    Source: interpretation; regulations.md §3.6.
    """
    return required(achievement_percent, "Capaian") - required(absorption_percent, "Serapan anggaran")


def _letters(given: Mapping[str, str] | Sequence[str] | str | None, rules: RuleSet) -> dict[str, str]:
    ids = [item["id"] for item in rules["subcomponents"]["items"]]
    if given is None:
        return {}
    if isinstance(given, Mapping):
        return {sub: str(letter).strip().upper() for sub, letter in given.items()}
    words = given.split("/") if isinstance(given, str) else list(given)
    return {sub: str(letter).strip().upper() for sub, letter in zip(ids, words, strict=False)}


def _faults(
    grades: Mapping[str, Mapping[str, str] | Sequence[str] | str],
    letters: Mapping[str, Mapping[str, str]],
    rules: RuleSet,
) -> list[LabIkuError]:
    points = rules["grades"]["points"]
    subs = {item["id"]: item["label"] for item in rules["subcomponents"]["items"]}
    labels = {item["id"]: item["label"] for item in rules["components"]["items"]}
    found: list[LabIkuError] = [
        UnknownNameError("Komponen AKIP", name, labels) for name in grades if name not in labels
    ]
    for component, given in letters.items():
        for sub, label in subs.items():
            if sub not in given:
                found.append(
                    MissingColumnError(column=f"{labels[component]}: {label}", available=[*given.values()])
                )
            elif given[sub] not in points:
                found.append(UnknownNameError(f"Nilai {labels[component]}, {label}:", given[sub], points))
    return found
