"""Public satisfaction survey (SKM): score, letter and sample size by PermenPANRB 14/2017.

Means are kept as exact fractions until the end, so that no letter hangs on a rounding inside; the score
becomes a ``Decimal`` once and is rounded only where it is shown or classified.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from kpi_sim.errors import MissingColumnError, OutOfRangeError, UnknownNameError, WeightsError, raise_faults
from kpi_sim.indicators.survey_answers import tally_answers
from kpi_sim.indicators.values import Number, as_decimal, required
from kpi_sim.rules import Category, RuleSet, load_rules
from kpi_sim.units import format_number, round_half_up

SKM = "skm-14-2017"
FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int64]


@dataclass(frozen=True)
class SatisfactionResult:
    """Result of a satisfaction survey; ``score`` (25-100) and ``index`` (1-4) are unrounded.

    ``priorities`` are the elements with the lowest means, lowest first. ``n`` and ``missing`` are ``None``
    where only published means were given. ``weight_mode`` tells how the score came about.
    """

    element_means: Mapping[str, Decimal]
    index: Decimal
    score: Decimal
    grade: str
    label: str
    n: int | None
    missing: Mapping[str, int] | None
    priorities: tuple[str, ...]
    element_grades: Mapping[str, str]
    element_labels: Mapping[str, str]
    weight_mode: str
    rule: str

    @property
    def rounded(self) -> Decimal:
        """The score as reports print it: two decimals, half up."""
        return round_half_up(self.score, 2)


def satisfaction_score(
    answers: Any,
    *,
    weight_mode: str = "exact",
    rule: str | Path | RuleSet = SKM,
    weights: Mapping[str, Number] | None = None,
    columns: Mapping[str, str] | None = None,
    file: str | None = None,
) -> SatisfactionResult:
    """Satisfaction score of a service unit from its respondents' answers.

    Args:
        answers: pandas DataFrame or sequence of mappings; element id -> 1..4, or missing (``None``, NaN,
            empty text): left out of that element's mean. Other columns are left alone.
        weight_mode: ``"exact"`` (one over the number of elements), or the rounded ``"0.111"`` / ``"0.11"``
            that many published tables used.
        weights: element id -> weight, when the unit weighs elements differently; they add up to 1, and
            exactly these elements count.
        columns: element id -> column name ("U3"), where the file names them otherwise.
        file: name of the file, for messages.

    Raises:
        AnswerOutOfScaleError, MissingColumnError, NoAnswersError: one fault; ``FaultsError`` holds several.
        EmptyDataError: no respondent.
        WeightsError: own weights do not add up to 1.

    Source: PermenPANRB 14/2017, annex; regulations.md §1.
    """
    rules = load_rules(rule)
    shares = _weights(rules, weight_mode, weights)
    labels = _labels(rules, shares)
    tallies, n = tally_answers(answers, labels, scale=rules["scale"]["answers"], columns=columns, file=file)
    means = {element: Fraction(t.total, t.answered) for element, t in tallies.items()}
    missing = {element: t.missing for element, t in tallies.items()}
    return _result(means, shares, rules, _mode(weight_mode, weights), n, missing)


def satisfaction_from_means(
    means: Mapping[str, Number],
    *,
    weight_mode: str = "exact",
    rule: str | Path | RuleSet = SKM,
    weights: Mapping[str, Number] | None = None,
) -> SatisfactionResult:
    """The same result from published element means (NRR, 1-4), keyed by element id.

    Raises:
        MissingColumnError: an element has no mean; OutOfRangeError: a mean outside 1-4;
        ``FaultsError`` holds several of them.

    Source: PermenPANRB 14/2017, annex; regulations.md §1.2-1.4.
    """
    rules = load_rules(rule)
    shares = _weights(rules, weight_mode, weights)
    labels = _labels(rules, shares)
    raise_faults(
        [MissingColumnError(column=e, available=means) for e in shares if e not in means], noun="unsur"
    )
    exact = {element: Fraction(required(means[element], labels[element])) for element in shares}
    low, high = min(rules["scale"]["answers"]), max(rules["scale"]["answers"])
    raise_faults(
        [
            OutOfRangeError(
                name=f'NRR unsur "{labels[element]}"',
                value=format_number(as_decimal(mean)),
                allowed=f"Isi bilangan dari {low} sampai {high}.",
            )
            for element, mean in exact.items()
            if not low <= mean <= high
        ],
        noun="unsur",
    )
    return _result(exact, shares, rules, _mode(weight_mode, weights), None, None)


def satisfaction_scores(
    totals: IntArray, respondents: IntArray, *, elements: Sequence[str], rule: str | Path | RuleSet = SKM
) -> FloatArray:
    """Scores (25-100, unrounded) of many surveys at once; each is that of :func:`satisfaction_score`, as ``float``.

    Args:
        totals: (elements, surveys), sums of the answers of those who answered every element.
        respondents: (surveys,), how many they are; the score is NaN where nobody is.
        elements: ids of the rows of ``totals``.

    Raises:
        MissingColumnError: an element has no row; ``FaultsError`` holds several of them.

    Source: PermenPANRB 14/2017, annex; regulations.md §1.2.
    """
    rules = load_rules(rule)
    shares = _weights(rules, "exact", None)
    raise_faults(
        [MissingColumnError(column=e, available=elements) for e in shares if e not in elements], noun="unsur"
    )
    factors = [shares[element] * Fraction(rules["scale"]["conversion"]) for element in elements]
    common = math.lcm(*(factor.denominator for factor in factors))
    points = np.array([int(factor * common) for factor in factors]) @ totals
    # whole numbers below 2**53: the quotient of floats is the exact one, rounded once
    scores = np.full(len(respondents), np.nan)
    np.divide(points, common * respondents, out=scores, where=respondents > 0)
    return scores


def satisfaction_grade(score: Number, rule: str | Path | RuleSet = SKM) -> str:
    """The letter (*mutu pelayanan*) of a converted score: A, B, C or D.

    The score is rounded half up to two decimals first, as the table is printed.

    Raises:
        OutOfRangeError: below 25 or above 100.

    Source: PermenPANRB 14/2017, annex; regulations.md §1.3.
    """
    return satisfaction_category(score, rule).id


def satisfaction_category(score: Number, rule: str | Path | RuleSet = SKM) -> Category:
    """Letter and words of a converted score ("B", "Baik"); raises as :func:`satisfaction_grade`.

    Source: PermenPANRB 14/2017, annex; regulations.md §1.3.
    """
    return load_rules(rule)["grades"].classify(required(score, "Nilai SKM"))


def sample_size(
    population: Number,
    *,
    mode: str = "table",
    confidence: int = 95,
    rule: str | Path | RuleSet = SKM,
) -> int:
    """Respondents needed for a population of service users (Krejcie and Morgan).

    Args:
        population: users of the same service in the period before; whole, at least 1.
        mode: ``"table"`` looks up the next larger listed population, ``"formula_round"`` and
            ``"formula_ceil"`` round the formula half up or up.
        confidence: 90, 95 or 99 percent; the table is for 95.

    Raises:
        OutOfRangeError: not a whole number above 0.
        UnknownNameError: no such mode or confidence.

    Source: Krejcie and Morgan 1970; that the regulation adopts the table is not verified; §1.5.
    """
    size = _population(population)
    if mode == "table":
        rows = load_rules(rule)["sample_size"]["rows"]
        if confidence != 95:
            raise UnknownNameError("Tingkat keyakinan tabel", str(confidence), ["95"])
        listed = next((sample for listed, sample in rows if listed >= size), rows[-1][1])
        return min(size, int(listed))
    exact = krejcie_morgan(population, confidence=confidence, rule=rule)
    if mode == "formula_round":
        return int(round_half_up(exact, 0))
    if mode == "formula_ceil":
        return math.ceil(exact)
    raise UnknownNameError("Cara menghitung sampel", mode, ["table", "formula_round", "formula_ceil"])


def krejcie_morgan(population: Number, *, confidence: int = 95, rule: str | Path | RuleSet = SKM) -> Decimal:
    """The sample size formula, unrounded: X²NP(1−P) / (d²(N−1) + X²P(1−P)).

    Source: Krejcie and Morgan 1970; regulations.md §1.5.
    """
    size = _population(population)
    table = load_rules(rule)["sample_size"]
    if str(confidence) not in table["chi_square"]:
        raise UnknownNameError("Tingkat keyakinan", str(confidence), table["chi_square"])
    spread = table["chi_square"][str(confidence)] * table["proportion"] * (1 - table["proportion"])
    margin: Decimal = table["margin"]
    return Decimal(spread * size / (margin**2 * (size - 1) + spread))


def _population(population: Number) -> int:
    number = required(population, "Populasi")
    if number < 1 or number != number.to_integral_value():
        raise OutOfRangeError(
            name="Populasi", value=format_number(number), allowed="Isi bilangan bulat, paling sedikit 1."
        )
    return int(number)


def _weights(rules: RuleSet, mode: str, own: Mapping[str, Number] | None) -> dict[str, Fraction]:
    modes = rules["weights"]["modes"]
    if mode not in modes:
        raise UnknownNameError("Cara membobot", mode, modes)
    if own is None:
        items = rules["elements"]["items"]
        share = Fraction(1, len(items)) if mode == "exact" else Fraction(modes[mode])
        return {item["id"]: share for item in items}
    shares = {element: Fraction(required(weight, f"Bobot {element}")) for element, weight in own.items()}
    total = sum(shares.values(), Fraction(0))
    if total != 1 or any(share < 0 for share in shares.values()):
        raise WeightsError(total=format_number(as_decimal(total)), expected="1")
    return shares


def _labels(rules: RuleSet, shares: Mapping[str, Fraction]) -> dict[str, str]:
    known = {item["id"]: item["label"] for item in rules["elements"]["items"]}
    return {element: known.get(element, element) for element in shares}


def _mode(mode: str, own: Mapping[str, Number] | None) -> str:
    return mode if own is None else "own"


def _result(
    means: Mapping[str, Fraction],
    shares: Mapping[str, Fraction],
    rules: RuleSet,
    mode: str,
    n: int | None,
    missing: Mapping[str, int] | None,
) -> SatisfactionResult:
    conversion = rules["scale"]["conversion"]
    grades = rules["grades"]
    index = sum((means[e] * share for e, share in shares.items()), Fraction(0))
    score = as_decimal(index * conversion)
    # a rounded weight can push the lowest possible score just under the scale; it is still the lowest letter
    lowest = grades.scale[0]
    category = grades.classify(score if lowest is None else max(score, lowest))
    lowest_first = sorted(means, key=lambda element: means[element])
    return SatisfactionResult(
        element_means={element: as_decimal(mean) for element, mean in means.items()},
        index=as_decimal(index),
        score=score,
        grade=category.id,
        label=category.label,
        n=n,
        missing=missing,
        priorities=tuple(lowest_first[: rules["reporting"]["priority_elements"]]),
        element_grades={e: grades.classify(as_decimal(m * conversion)).id for e, m in means.items()},
        element_labels=_labels(rules, shares),
        weight_mode=mode,
        rule=rules.id,
    )
