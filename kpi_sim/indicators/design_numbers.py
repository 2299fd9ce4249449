"""Design checks on the numbers of a card: polarity, baseline and targets."""

from __future__ import annotations

from itertools import pairwise

from kpi_sim.indicators.design_book import HUNDRED, Book, Check, Draft, Values, word_label
from kpi_sim.indicators.values import number_or_none
from kpi_sim.indicators.words import Polarity
from kpi_sim.units import format_number


def polarity_missing(draft: Draft, book: Book) -> Values | None:
    """Nobody said which direction is good."""
    return None if draft.polarity else {}


def polarity_mismatch(draft: Draft, book: Book) -> Values | None:
    """The polarity contradicts what the name means."""
    if not draft.opposed:
        return None
    return {"polarity": word_label(draft.polarity), "reason": "arti namanya"}


def no_baseline(draft: Draft, book: Book) -> Values | None:
    """No value from before."""
    return {} if draft.baseline is None else None


def baseline_year_missing(draft: Draft, book: Book) -> Values | None:
    """A baseline without its year."""
    return {} if draft.baseline is not None and draft.card.baseline_year is None else None


def baseline_after_target(draft: Draft, book: Book) -> Values | None:
    """The baseline is younger than a target."""
    year, years = draft.card.baseline_year, draft.card.target_years().values()
    if year is None or not years or int(year) <= min(years):
        return None
    return {"baseline": str(year), "target": str(min(years))}


def no_target(draft: Draft, book: Book) -> Values | None:
    """Nothing to reach."""
    return None if draft.targets else {}


def target_not_better(draft: Draft, book: Book) -> Values | None:
    """A target worse than the baseline, or a last target that only repeats it."""
    baseline = draft.baseline
    if baseline is None or not draft.targets or draft.opposed:
        return None
    worse = [pair for pair in draft.targets if draft.worse(pair[1], baseline)]
    moves = draft.polarity in (Polarity.MAXIMIZE, Polarity.MINIMIZE)
    last = draft.targets[-1]
    if not worse and moves and last[1] == baseline and not draft.best_possible(baseline):
        worse = [last]
    if not worse:
        return None
    period, target = worse[0]
    return {"period": period, "target": format_number(target), "baseline": format_number(baseline)}


def targets_against_polarity(draft: Draft, book: Book) -> Values | None:
    """Targets that get worse from one period to the next."""
    if draft.opposed:
        return None
    for (_, first), (_, after) in pairwise(draft.targets):
        if draft.worse(after, first):
            return {"first": format_number(first), "last": format_number(after)}
    return None


def targets_flat(draft: Draft, book: Book) -> Values | None:
    """The same target every year."""
    values = {value for _, value in draft.targets}
    if len(draft.targets) < 2 or len(values) > 1 or draft.polarity is Polarity.STABILIZE:
        return None
    return None if draft.best_possible(next(iter(values))) else {}


def target_leap(draft: Draft, book: Book) -> Values | None:
    """A first target far from the baseline for the time between them."""
    if not draft.baseline or not draft.targets:
        return None
    period, target = draft.targets[0]
    start, end = draft.card.baseline_year, draft.card.target_years().get(period)
    years = max(1, end - int(start)) if start is not None and end is not None else 1
    change = abs(target - draft.baseline) / abs(draft.baseline) * 100 / years
    if change <= book.limit("leap_per_year_percent"):
        return None
    return {"period": period, "change": format_number(change, 0)}


def target_over_max(draft: Draft, book: Book) -> Values | None:
    """A share above 100 percent, or below 0."""
    if not draft.shared_part:
        return None
    for _, target in draft.targets:
        if target > HUNDRED or target < 0:
            return {"target": format_number(target), "limit": "100" if target > 0 else "0"}
    return None


def target_zero(draft: Draft, book: Book) -> Values | None:
    """A target of zero, with which nothing can be divided."""
    if draft.polarity is Polarity.MINIMIZE and number_or_none(draft.card.worst) is not None:
        return None
    return next(({"period": period} for period, target in draft.targets if target == 0), None)


def no_headroom(draft: Draft, book: Book) -> Values | None:
    """A share that is already nearly all."""
    baseline = draft.baseline
    if baseline is None or not draft.shared_part or draft.polarity is not Polarity.MAXIMIZE:
        return None
    full = book.limit("headroom_percent") <= baseline <= HUNDRED
    return {"baseline": format_number(baseline)} if full else None


def small_numerator(draft: Draft, book: Book) -> Values | None:
    """A ratio that rests on a handful of cases."""
    count = number_or_none(draft.card.baseline_numerator)
    if count is None or not draft.ratio or count >= book.limit("small_numerator"):
        return None
    return {"count": format_number(count)}


CHECKS: dict[str, Check] = {
    "polarity-missing": polarity_missing,
    "polarity-mismatch": polarity_mismatch,
    "no-baseline": no_baseline,
    "baseline-year-missing": baseline_year_missing,
    "baseline-after-target": baseline_after_target,
    "no-target": no_target,
    "target-not-better": target_not_better,
    "targets-against-polarity": targets_against_polarity,
    "targets-flat": targets_flat,
    "target-leap": target_leap,
    "target-over-max": target_over_max,
    "target-zero": target_zero,
    "no-headroom": no_headroom,
    "small-numerator": small_numerator,
}
