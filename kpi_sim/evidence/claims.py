"""How often is "turun" said of nothing? The chance of a false claim, measured by simulating years without change.

A number that rises and falls by itself falls every second year. How many of those falls are announced as success
depends on the rule by which one announces; so the rule, not the announcer, is on trial here.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from kpi_sim.errors import EmptyDataError, OutOfRangeError, UnknownNameError
from kpi_sim.evidence.count_change import fall_by_chance, log_ratio_against
from kpi_sim.evidence.deaths import simulate_deaths
from kpi_sim.evidence.inputs import FloatArray, level_of, normal_quantile, numbers, positive, single
from kpi_sim.evidence.small_area import wilson_limits

CLAIMS = {
    "fewer": "Angkanya lebih rendah daripada sebelumnya",
    "drop": "Angkanya turun sedikitnya sebesar yang ditentukan",
    "exact": "Turun melampaui kebetulan, menurut uji eksak sebelum dan sesudah",
    "less_than_others": "Turun lebih dalam daripada wilayah pembanding",
    "against_others": "Turun melampaui kebetulan dibanding wilayah pembanding",
}
PLACEMENTS = ("given", "worst")
_NEEDS_OTHERS = {"less_than_others", "against_others"}
_ROUNDING = 1e-15  # a fall of exactly ``drop`` counts as one


@dataclass(frozen=True)
class ClaimRisk:
    """How often a rule says "turun": ``probability`` (0-1) with its limits from the number of replications.

    Without an effect every such claim is false; with one, this is how often the truth is found.
    """

    claim: str
    label: str
    probability: float
    low: float
    high: float
    replications: int
    expected_before: float


def false_claim_probability(
    births: npt.ArrayLike,
    rate: float,
    *,
    claim: str = "fewer",
    years_before: int = 1,
    years_after: int = 1,
    comparison_births: npt.ArrayLike = (),
    effect: float = 0.0,
    background: float = 0.0,
    spread: float = 0.0,
    placement: str = "given",
    drop: float = 0.1,
    level: float = 0.95,
    per: float = 100_000,
    replications: int = 10_000,
    seed: int = 0,
) -> ClaimRisk:
    """Probability that "turun" is claimed of small counts, with or without comparison areas.

    Args:
        births: live births a year of the area, or areas, with the programme.
        rate: true rate before (per ``per``).
        claim: rule of the claim, one of ``CLAIMS``.
        years_before, years_after: years that are summed on each side.
        comparison_births: live births a year of the areas without the programme.
        effect: what the programme truly changes, as a share of the rate (-0.2 is a fifth less); 0 makes every
            claim a false one.
        background: what changes everywhere by itself (a new definition, better recording), as a share.
        spread: how much true rates move from year to year and area to area by themselves (coefficient of variation).
        placement: ``"given"``, or ``"worst"``: the programme goes to the one area, of all named here, that had the
            highest rate before. Such an area falls by itself: it was partly unlucky.
        drop: least fall for ``"drop"``, as a share.
        level: confidence of the two tests; they claim only in the direction of a fall, so by chance alone at most
            half of 1 minus ``level``.

    Raises:
        UnknownNameError: no such rule.
        EmptyDataError: a rule that compares without two comparison areas.
        OutOfRangeError: numbers that cannot be.

    Source: simulation of Poisson counts (:func:`simulate_deaths`); tests of ``kpi_sim.evidence.count_change``.
    """
    own, others = np.atleast_1d(positive(births, "Kelahiran hidup")), _others(comparison_births, claim)
    if placement not in PLACEMENTS:
        raise UnknownNameError("Penempatan program", placement, PLACEMENTS)
    level_of(level)
    world = _World(
        births=np.concatenate([own, others]),
        rate=single(positive, rate, "Angka kematian"),
        before=_years(years_before),
        after=_years(years_after),
        effect=_change(effect, "Akibat program"),
        background=_change(background, "Perubahan umum"),
        spread=spread,
        per=per,
        replications=replications,
        seed=seed,
    )
    if placement == "given":
        x, n = world.counts(slice(0, len(own))), len(own)
        exposure = np.broadcast_to(world.exposure, x.shape)
    else:
        x, exposure, n = *_worst_first(world), 1
    claimed = _claimed(claim, x, exposure, n, drop, level)
    low, high = wilson_limits(int(claimed.sum()), replications)
    due = float(exposure[:, :n, 0].sum(axis=1).mean() * world.rate / per)
    return ClaimRisk(claim, CLAIMS[claim], float(claimed.mean()), float(low), float(high), replications, due)


@dataclass(frozen=True)
class _World:
    """Areas, years and what truly changes in them."""

    births: FloatArray
    rate: float
    before: int
    after: int
    effect: float
    background: float
    spread: float
    per: float
    replications: int
    seed: int

    @property
    def exposure(self) -> FloatArray:
        """Live births (areas, before and after)."""
        return np.asarray(self.births[:, None] * np.array([self.before, self.after], dtype=float))

    def counts(self, with_programme: slice) -> FloatArray:
        """Deaths (replications, areas, before and after) when these areas have the programme."""
        rates = np.full((self.before + self.after, len(self.births)), self.rate)
        rates[self.before :] *= 1 + self.background
        rates[self.before :, with_programme] *= 1 + self.effect
        run = simulate_deaths(
            self.births,
            rates,
            per=self.per,
            periods=len(rates),
            period_spread=self.spread,
            replications=self.replications,
            seed=self.seed,
        )
        sides = [run.deaths[:, : self.before].sum(axis=1), run.deaths[:, self.before :].sum(axis=1)]
        return np.asarray(np.stack(sides, axis=-1), dtype=float)


def _worst_first(world: _World) -> tuple[FloatArray, FloatArray]:
    """Counts and births of each replication with the area of the highest rate before in front, programme there."""
    without, everywhere = world.counts(slice(0, 0)), world.counts(slice(None))
    order = np.argsort(-without[..., 0] / world.exposure[:, 0], axis=1, kind="stable")[..., None]
    x = np.take_along_axis(without, order, axis=1)
    x[:, 0] = np.take_along_axis(everywhere, order[:, :1], axis=1)[:, 0]
    return x, np.take_along_axis(np.broadcast_to(world.exposure, without.shape), order, axis=1)


def _claimed(
    claim: str, counted: FloatArray, exposure: FloatArray, own: int, drop: float, level: float
) -> npt.NDArray[np.bool_]:
    """Whether the rule says "turun" in each replication; ``counted`` is (replications, areas, before and after)."""
    x, b = counted[:, :own].sum(axis=1), exposure[:, :own].sum(axis=1)
    rates = x / b
    if claim == "fewer":
        return np.asarray(rates[:, 1] < rates[:, 0])
    if claim == "drop":
        least = rates[:, 0] * (1 - _change(drop, "Penurunan"))
        return np.asarray((rates[:, 0] > 0) & (rates[:, 1] <= least + _ROUNDING))
    if claim == "exact":
        chance = fall_by_chance(x[:, 0], x[:, 1], b[:, 0], b[:, 1])
        return np.asarray((chance <= (1 - level) / 2) & (x.sum(axis=1) > 0))
    log, error, _ = log_ratio_against(
        counted[:, :own], exposure[:, :own], counted[:, own:], exposure[:, own:]
    )
    margin = 0.0 if claim == "less_than_others" else normal_quantile((1 + level) / 2)
    return np.asarray(log + margin * error < 0)


def _others(births: npt.ArrayLike, claim: str) -> FloatArray:
    if claim not in CLAIMS:
        raise UnknownNameError("Cara menyatakan turun", claim, CLAIMS)
    others = np.atleast_1d(positive(births, "Kelahiran hidup wilayah pembanding"))
    if claim in _NEEDS_OTHERS and len(others) < 2:
        raise EmptyDataError(name="Wilayah pembanding", need="Isi kelahiran hidup sedikitnya dua wilayah.")
    return others


def _years(value: int) -> int:
    if isinstance(value, bool) or value != int(value) or not 1 <= value <= 50:
        raise OutOfRangeError(
            name="Banyaknya tahun", value=value, allowed="Isi bilangan bulat dari 1 sampai 50."
        )
    return int(value)


def _change(value: float, name: str) -> float:
    number = single(numbers, value, name)
    if not -1 <= number <= 10:
        raise OutOfRangeError(
            name=name, value=number, allowed="Isi bagian dari 1, misalnya −0,2 untuk turun 20 %."
        )
    return number
