"""Achievement (*capaian*): how far a realisation is from its target, in percent.

Three polarities exist: more is better, less is better, and a point is best. The formulas are those of LKjIP
practice and of KMK 127/2026; ``T/R`` for "less is better" is not among them.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

from kpi_sim.errors import OutOfRangeError
from kpi_sim.indicators.values import Number, as_decimal, number_or_none
from kpi_sim.indicators.words import Polarity
from kpi_sim.rules import Category, RuleSet, load_rules
from kpi_sim.units import format_number

STABILISE_RULE = "capaian-kemenkeu-2026"
CATEGORY_RULE = "capaian-permendagri-86-2017"


def achievement(
    realisation: Number | None,
    target: Number | None,
    polarity: Polarity | str,
    *,
    cap: Number | None = None,
    worst: Number | None = None,
    rule: str | Path | RuleSet | None = None,
    full_conversion: bool = False,
) -> Decimal | None:
    """Achievement in percent, unrounded; ``None`` where it does not exist.

    Args:
        realisation: what happened; missing gives ``None``, never zero.
        target: what was agreed; a target of zero gives ``None`` except for ``minimize`` with ``worst``.
        polarity: ``"maximize"``, ``"minimize"`` or ``"stabilize"``.
        cap: highest achievement that counts (100 or 120); then nothing counts below the floor of 0 either.
        worst: the agreed worst value of a ``minimize`` indicator whose target is zero.
        rule: where the cap comes from when ``cap`` is not given, and the points of ``stabilize``;
            without a rule nothing is capped and ``stabilize`` uses KMK 127/2026.
        full_conversion: "Konversi 120": the target is the natural best, so meeting it gives the cap
            (that of KMK 127/2026 when none is given).

    Raises:
        UnknownNameError: no such polarity or rule.
        OutOfRangeError: ``cap`` or ``worst`` is not above zero, or a value is infinite.

    Source: KMK 127/2026 pp. 67-70 and LKjIP practice; regulations.md §4.1-4.3.
    """
    way = polarity if isinstance(polarity, Polarity) else Polarity.parse(polarity)
    done, goal = number_or_none(realisation, "Realisasi"), number_or_none(target, "Target")
    bad_end = _positive(worst, "Nilai terburuk")
    limit, floor = _limits(cap, rule)
    if done is None or goal is None:
        return None
    if full_conversion and _meets(done, goal, way, bad_end):
        return limit if limit is not None else Decimal(load_rules(STABILISE_RULE)["index"]["cap"])
    raw = _raw(done, goal, way, bad_end, rule)
    if raw is None or limit is None:
        return raw
    return min(limit, max(floor, raw))


def achievement_category(
    percent: Number | None, rule: str | Path | RuleSet = CATEGORY_RULE, *, table: str = "categories"
) -> Category | None:
    """The category of an achievement: ``.id`` and Indonesian ``.label``; ``None`` for a missing one.

    ``table="traffic_light"`` gives the (unverified) green, yellow and red of ``capaian-kemenkeu-2026``.

    Raises:
        OutOfRangeError: the percentage lies outside the rule's scale.
    """
    number = number_or_none(percent, "Capaian")
    return None if number is None else load_rules(rule)[table].classify(number)


def _raw(
    done: Decimal, goal: Decimal, way: Polarity, worst: Decimal | None, rule: str | Path | RuleSet | None
) -> Decimal | None:
    if way is Polarity.MINIMIZE and goal == 0:
        return None if worst is None else as_decimal(100 * (1 - Fraction(done) / Fraction(worst)))
    if goal == 0:
        return None
    if way is Polarity.STABILIZE:
        ratio = Fraction(done) / Fraction(goal)
        return as_decimal(_interpolate(100 * (1 - abs(1 - ratio)), _stabilise_points(rule)))
    # R/T as whole numbers, exact: no category may hang on a rounding inside (and faster than fractions, which scenarios
    # would feel: they score each year of each replication)
    (top, over), (goal_top, goal_over) = done.as_integer_ratio(), goal.as_integer_ratio()
    top, bottom = top * goal_over, over * abs(goal_top)
    if goal < 0:
        top = -top
    # a negative target turns the direction of R/T round (minimise: asumsi, mirror of the maximise rule)
    ratio_grows = (way is Polarity.MAXIMIZE) == (goal > 0)
    return Decimal(100 * top if ratio_grows else 200 * bottom - 100 * top) / Decimal(bottom)


def _meets(done: Decimal, goal: Decimal, way: Polarity, worst: Decimal | None) -> bool:
    if way is Polarity.MAXIMIZE:
        return goal > 0 and done >= goal
    return way is Polarity.MINIMIZE and (goal != 0 or worst is not None) and done <= goal


def _limits(cap: Number | None, rule: str | Path | RuleSet | None) -> tuple[Decimal | None, Decimal]:
    index = None if rule is None else load_rules(rule)["index"].values
    floor = Decimal(index.get("floor", 0)) if index is not None else Decimal(0)
    limit = _positive(cap, "Batas atas capaian")
    if limit is None and index is not None and "cap" in index:
        limit = Decimal(index["cap"])
    return limit, floor


def _positive(value: Number | None, name: str) -> Decimal | None:
    number = number_or_none(value, name)
    if number is not None and number <= 0:
        raise OutOfRangeError(name=name, value=format_number(number), allowed="Isi bilangan di atas 0.")
    return number


def _stabilise_points(rule: str | Path | RuleSet | None) -> Sequence[tuple[Fraction, Fraction]]:
    rules = load_rules(STABILISE_RULE if rule is None else rule)
    table = rules if "stabilise" in rules.tables else load_rules(STABILISE_RULE)
    return [(Fraction(x), Fraction(y)) for x, y in table["stabilise"]["points"]]


def _interpolate(at: Fraction, points: Sequence[tuple[Fraction, Fraction]]) -> Fraction:
    """Straight lines between the points, level outside them."""
    if at <= points[0][0]:
        return points[0][1]
    for (x0, y0), (x1, y1) in pairwise(points):
        if at <= x1:
            return y0 + (y1 - y0) / (x1 - x0) * (at - x0)
    return points[-1][1]
