"""Predicates of a person's performance: the 3×3 matrix of PermenPANRB 6/2022."""

from __future__ import annotations

from pathlib import Path

from kpi_sim.indicators.values import Number, number_or_none
from kpi_sim.indicators.words import Rating
from kpi_sim.rules import Category, RuleSet, load_rules


def performance_predicate(
    result: Rating | str, behaviour: Rating | str, *, rule: str | Path | RuleSet = "kinerja-6-2022"
) -> Category:
    """The predicate of an employee from the rating of results and the rating of behaviour.

    The matrix is not symmetric: poor behaviour caps the predicate at Kurang however good the result is.

    Args:
        result: rating of *hasil kerja*: ``"below"``, ``"meets"`` or ``"above"``.
        behaviour: rating of *perilaku kerja*, the same three.

    Raises:
        UnknownNameError: another word was given.

    Source: PermenPANRB 6/2022, annex; regulations.md §2.2.
    """
    work = result if isinstance(result, Rating) else Rating.parse(result)
    conduct = behaviour if isinstance(behaviour, Rating) else Rating.parse(behaviour)
    rules = load_rules(rule)
    predicate = rules["matrix"][work.value][conduct.value]
    labels = rules["predicates"]["labels"]
    return Category(predicate, labels[predicate], list(labels).index(predicate), rules.id)


def performance_rating(
    value: Number | None, *, rule: str | Path | RuleSet = "capaian-kemenkeu-2026"
) -> Rating | None:
    """The rating that a numeric value stands for: above 100, from 90 to 100, below 90.

    This is practice of the Ministry of Finance, not part of PermenPANRB 6/2022. Missing gives ``None``.

    Raises:
        OutOfRangeError: the value is negative.

    Source: practice under KMK 127/2026; regulations.md §2.2.
    """
    number = number_or_none(value, "Nilai")
    return None if number is None else Rating.parse(load_rules(rule)["rating"].classify(number).id)
