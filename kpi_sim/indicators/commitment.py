"""Quality of a performance contract and the values that follow from it (KMK 127/2026): K3, NHK, NKO.

One ministry's published practice; a province may learn from it and is not bound by it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

from kpi_sim.errors import EmptyDataError, UnknownNameError
from kpi_sim.indicators.values import Number, as_decimal, number_or_none, required
from kpi_sim.indicators.words import Control, Polarity, Validity
from kpi_sim.rules import Category, RuleSet, load_rules

KEMENKEU = "capaian-kemenkeu-2026"


def quality_weight(validity: str, control: str, *, rule: str | Path | RuleSet = KEMENKEU) -> Decimal | None:
    """Quality weight of an indicator by validity and control; ``None`` for pairs that the rule leaves open.

    Low control weighs more: such an outcome lies largely outside the unit's hand.

    Args:
        validity: ``"exact"``, ``"proxy"`` or ``"activity"``.
        control: ``"low"``, ``"moderate"`` or ``"high"``.

    Raises:
        UnknownNameError: another word.

    Source: KMK 127/2026 Table 14; regulations.md §4.4.
    """
    kind, control = Validity.parse(validity), Control.parse(control)
    weight = load_rules(rule)["quality"][kind.value].get(control.value)
    return None if weight is None else Decimal(weight)


def target_weight(
    target: Number,
    last_target: Number,
    last_realisation: Number,
    polarity: Polarity | str = Polarity.MAXIMIZE,
    *,
    rule: str | Path | RuleSet = KEMENKEU,
) -> Decimal:
    """Quality weight of a target against last year's target and realisation; minimise is mirrored.

    A stabilise indicator weighs 1.0. The case of all three equal is not regulated and weighs 1.0 (interpretation).

    Source: KMK 127/2026 Table 15; regulations.md §4.4.
    """
    table = load_rules(rule)["target_quality"]
    way = polarity if isinstance(polarity, Polarity) else Polarity.parse(polarity)
    now, before = required(target, "Target"), required(last_target, "Target tahun lalu")
    done = required(last_realisation, "Realisasi tahun lalu")
    if way is Polarity.STABILIZE:
        return Decimal(table["same"]["equal"])
    sign = 1 if way is Polarity.MAXIMIZE else -1
    ambition = _compare(sign * now, sign * before, ("higher", "same", "lower"))
    if ambition == "same":  # then the realisation decides: a target already passed last year weighs less
        return Decimal(table["same"][_compare(sign * before, sign * done, ("above", "equal", "below"))])
    return Decimal(table[ambition][_compare(sign * now, sign * done, ("above", "equal", "below"))])


def _compare(one: Decimal, other: Decimal, words: tuple[str, str, str]) -> str:
    return words[0] if one > other else words[1] if one == other else words[2]


@dataclass(frozen=True)
class CommitmentQuality:
    """K3 of one indicator and what it is called."""

    value: Decimal
    category: Category


def commitment_quality(
    quality: Number, target: Number, *, rule: str | Path | RuleSet = KEMENKEU
) -> CommitmentQuality:
    """K3: the mean of the quality weights of indicator and target.

    Source: KMK 127/2026; regulations.md §4.4.
    """
    value = (required(quality, "Bobot kualitas indikator") + required(target, "Bobot kualitas target")) / 2
    return CommitmentQuality(value, load_rules(rule)["k3"].classify(value))


@dataclass(frozen=True)
class ResultRow:
    """One indicator inside NHK; all ``None`` where it was left out (achievement or K3 missing)."""

    quality_achievement: Decimal | None
    weight: Decimal | None


@dataclass(frozen=True)
class IndividualResult:
    """NHK (0-120, unrounded) with its rows; ``excluded`` counts indicators without achievement or K3."""

    value: Decimal | None
    rows: tuple[ResultRow, ...]
    excluded: int


def individual_result(
    achievements: Sequence[Number | None],
    qualities: Sequence[Number | None],
    *,
    rule: str | Path | RuleSet = KEMENKEU,
) -> IndividualResult:
    """NHK: achievements times K3 (at most 120 each), weighted by K3; at most 120.

    Raises:
        UnknownNameError: the lists differ in length.

    Source: KMK 127/2026 pp. 125-126; regulations.md §4.4.
    """
    if len(achievements) != len(qualities):
        raise UnknownNameError(
            "Jumlah K3", str(len(qualities)), [f"{len(achievements)}, satu untuk tiap capaian"]
        )
    cap = Fraction(load_rules(rule)["index"]["cap"])
    pairs = [
        (number_or_none(a, "Capaian"), number_or_none(k, "K3"))
        for a, k in zip(achievements, qualities, strict=True)
    ]
    total = sum((Fraction(k) for a, k in pairs if a is not None and k is not None), Fraction(0))
    rows: list[ResultRow] = []
    value = Fraction(0)
    for done, quality in pairs:
        if done is None or quality is None or not total:
            rows.append(ResultRow(None, None))
            continue
        scored, weight = min(cap, Fraction(done) * Fraction(quality)), Fraction(quality) / total
        value += scored * weight
        rows.append(ResultRow(as_decimal(scored), as_decimal(weight)))
    excluded = sum(row.weight is None for row in rows)
    return IndividualResult(as_decimal(min(cap, value)) if total else None, tuple(rows), excluded)


def combined_value(result: Number, behaviour: Number, *, rule: str | Path | RuleSet = KEMENKEU) -> Decimal:
    """Result and behaviour together: 75 and 25 percent.

    Source: KMK 127/2026; regulations.md §4.4.
    """
    table = load_rules(rule)["individual"]
    return required(result, "Nilai hasil kerja") * Decimal(table["result_weight"]) + required(
        behaviour, "Nilai perilaku"
    ) * Decimal(table["behaviour_weight"])


def blend_with_organisation(
    own: Number, organisation: Number, *, position: str = "other", rule: str | Path | RuleSet = KEMENKEU
) -> Decimal:
    """A person's value brought together with that of the organisation (NKO).

    Args:
        position: ``"unit_head"`` (also one level below, and core functional posts) or ``"other"``.
            Below the organisation's value, 10 percent weigh for everyone; equality counts as not below.

    Source: KMK 127/2026; regulations.md §4.4.
    """
    table = load_rules(rule)["individual"]["organisation_weight"]
    if position not in ("unit_head", "other"):
        raise UnknownNameError("Jabatan", position, ["other", "unit_head"])
    mine, unit = required(own, "Nilai pegawai"), required(organisation, "Nilai organisasi")
    weight = Decimal(table[position if mine >= unit else "below_organisation"])
    return (1 - weight) * mine + weight * unit


def objective_score(pairs: Sequence[tuple[Number | None, Number]]) -> Decimal | None:
    """Weighted mean of (achievement, weight) pairs; missing achievements are left out; ``None`` without any.

    Source: KMK 127/2026 practice for NKO; regulations.md §4.4.
    """
    full = [(number_or_none(a, "Capaian"), required(w, "Bobot")) for a, w in pairs]
    used = [(Fraction(a), Fraction(w)) for a, w in full if a is not None]
    total = sum((w for _, w in used), Fraction(0))
    return as_decimal(sum((a * w for a, w in used), Fraction(0)) / total) if total else None


def organisation_score(
    perspectives: Mapping[str, Number | Sequence[Number | None] | None],
    *,
    weights: str | Mapping[str, Number] | None = None,
    rule: str | Path | RuleSet = KEMENKEU,
) -> Decimal:
    """NKO: the mean of the objectives in each perspective, weighted by perspective.

    Args:
        perspectives: perspective id -> its score, or the scores of its objectives; a missing perspective
            drops out and the other weights are normalised (interpretation).
        weights: name of a set of the rule (``"25/15/30/30"``, ``"30/20/25/25"``; both unverified), or
            own weights per perspective. A dinas without perspectives: ``{"dinas": …}, weights={"dinas": 100}``.

    Raises:
        UnknownNameError: a perspective without weight; EmptyDataError: no perspective has a score.

    Source: KMK 467/2014 and later practice, unverified weights; regulations.md §4.4.
    """
    shares = _perspective_weights(weights, rule)
    for name in perspectives:
        if name not in shares:
            raise UnknownNameError("Perspektif", name, shares)
    scores = {name: _perspective(value) for name, value in perspectives.items()}
    score = objective_score([(value, shares[name]) for name, value in scores.items()])
    if score is None:
        raise EmptyDataError(name="Nilai perspektif", need="Isi nilai sedikitnya satu perspektif.")
    return score


def _perspective_weights(
    weights: str | Mapping[str, Number] | None, rule: str | Path | RuleSet
) -> Mapping[str, Any]:
    if isinstance(weights, Mapping):
        return weights
    table = load_rules(rule)["perspectives"]
    name = table["default"] if weights is None else weights
    if name not in table["sets"]:
        raise UnknownNameError("Bobot perspektif", name, table["sets"])
    chosen: Mapping[str, Any] = table["sets"][name]
    return chosen


def _perspective(value: Number | Sequence[Number | None] | None) -> Decimal | None:
    if value is None or isinstance(value, Decimal | float | int | str):
        return number_or_none(value, "Nilai perspektif")
    return objective_score([(score, 1) for score in value])
