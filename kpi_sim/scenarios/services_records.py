"""From what happened at the counter to what the office reports: its register, its survey forms, its complaints box.

The register of an office without a ticket machine knows of a visit when the counter calls it: the queue before that
and those who went home leave no line. Times are written by hand, rounded to five minutes; some slips are lost. Forms of
the survey are not offered to people who were kept too long, and few complaints find a channel.

Counts of visits and complaints are whole and drawn; shares of the lines of a year (tens of thousands) are taken as they
are, because chance would move them by less than the rounding does.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from kpi_sim.engine.queueing import DayResults, quantile
from kpi_sim.engine.tile import BIN_MINUTES, BINS
from kpi_sim.evidence.deaths import poisson_quantile
from kpi_sim.scenarios.chance import Chance, binomial_quantile
from kpi_sim.scenarios.inputs import number, ratio
from kpi_sim.scenarios.parameter import Value
from kpi_sim.scenarios.staff import mixed, using
from kpi_sim.scenarios.survey import MOST_BURDEN, burden, complaint_reach

FloatArray = npt.NDArray[np.float64]
BoolArray = npt.NDArray[np.bool_]
Numbers = dict[str, FloatArray]

ROUNDED_TO = 5.0  # minutes
_MIDDLES = np.append(0.0, (np.arange(BINS - 1) + 0.5) * BIN_MINUTES)  # minutes, of each bin of the engine
_BY_HAND = np.arange(BINS) * BIN_MINUTES  # minutes that a time written by hand has, which ends its bin
_FIVES = np.minimum(np.round(_MIDDLES / ROUNDED_TO) * ROUNDED_TO / BIN_MINUTES, BINS - 1).astype(np.int64)
_LOST, _MISSED, _UNASKED, _COMPLAINS, _REACHES = range(5)  # parts of the address within purpose "recording"


@dataclass(frozen=True)
class Visits:
    """Visits of the year, as they were or as they were written down, (replications,)."""

    served: npt.NDArray[Any]
    left: npt.NDArray[Any]
    on_time: npt.NDArray[Any]
    complaints: FloatArray


@dataclass(frozen=True)
class Register:
    """Shares 0-1 of each replication, (replications,).

    ``from_call``: lines whose clock starts at the call; ``rounded``: times written by hand; ``lost``: visits without
    a line; ``missed``: people who went home unnoticed; ``unasked``: people served too late who get no form.
    """

    from_call: FloatArray
    rounded: FloatArray
    lost: FloatArray
    missed: FloatArray
    unasked: FloatArray

    @classmethod
    def of(cls, values: Mapping[str, Value], chance: Chance) -> Register:
        """The shares of a scenario in which data pass through friction."""
        machine = number(values, "queue_machine")
        there = np.zeros(chance.replications)
        if machine > 0:
            years = {"years": 1, "before": 0, "first_block": chance.first_block}
            there = machine * using(values, replications=chance.replications, seed=chance.seed, **years)[:, 0]

        def share(name: str) -> FloatArray:
            return mixed(there, number(values, f"records.{name}"), number(values, f"records.{name}.system"))

        return cls(share("from_call"), share("rounded"), share("lost"), share("missed"), share("unasked"))

    def times(self, run: DayResults) -> Numbers:
        """Waiting and completion as written down: mean, median, 90th percentile."""
        numbers: Numbers = {}
        for name, bins, called in (
            ("waiting_time", run.waiting_bins, run.called_waiting_bins),
            ("completion_time", run.sojourn_bins, run.called_sojourn_bins),
        ):
            lines, by_hand = self._lines(bins, called)
            minutes = _mix(lines * _MIDDLES, by_hand * _BY_HAND, self.rounded).sum(axis=1)
            numbers[f"{name}_mean"] = ratio(minutes, lines.sum(axis=1))
            written = _mix(lines, by_hand, self.rounded)
            numbers[f"{name}_median"] = quantile(written, 0.5)
            numbers[f"{name}_p90"] = quantile(written, 0.9)
        return numbers

    def visits(self, run: DayResults, standard: float, complaints: FloatArray, chance: Chance) -> Visits:
        """Visits of the year that have a line, and which of them the register calls on time."""
        served, left = run.served.sum(axis=1), run.left.sum(axis=1)
        kept = served - binomial_quantile(chance.uniform(_LOST), served, self.lost)
        noticed = left - binomial_quantile(chance.uniform(_MISSED), left, self.missed)
        lines, by_hand = self._lines(run.sojourn_bins, run.called_sojourn_bins)
        within = _mix(lines * (standard >= _MIDDLES), by_hand * (standard >= _BY_HAND), self.rounded)
        on_time = kept * np.nan_to_num(ratio(within.sum(axis=1), served))
        return Visits(kept, noticed, on_time, complaints)

    def _lines(
        self, bins: npt.NDArray[np.int32], called: npt.NDArray[np.int32]
    ) -> tuple[FloatArray, FloatArray]:
        """Lines of the register by bin of time (replications, bins): by the clock, and rounded by hand."""
        lines = _mix(bins, called, self.from_call)
        return lines, _rounded(lines)

    def offered(self, burdens: FloatArray, chance: Chance) -> BoolArray:
        """Who of those drawn for the survey gets a form, (replications, respondents)."""
        kept_too_long = np.nan_to_num(burdens) > 0
        passed_over = chance.each(_UNASKED, "uniform", burdens.shape[1]) < self.unasked[:, None]
        return np.asarray(~(kept_too_long & passed_over))


def complaints(
    run: DayResults, values: Mapping[str, Value], standard: float, chance: Chance
) -> tuple[FloatArray, FloatArray]:
    """People of the year who have a complaint to make, and those whose complaint reaches the office, (replications,)."""
    longer = np.clip(burden(_MIDDLES, standard), 0.0, MOST_BURDEN)
    expected = number(values, "complaint_rate") * (run.sojourn_bins @ longer)
    expected = expected + number(values, "complaint_rate.left") * run.left.sum(axis=1)
    wanted = poisson_quantile(chance.uniform(_COMPLAINS), expected)
    wanted = np.minimum(wanted, run.arrived.sum(axis=1)).astype(float)
    return wanted, binomial_quantile(chance.uniform(_REACHES), wanted, complaint_reach(values))


def _rounded(lines: FloatArray) -> FloatArray:
    """Lines by bin (replications, bins) when every time is rounded to five minutes."""
    fives, first = np.unique(_FIVES, return_index=True)
    written = np.zeros_like(lines)
    written[:, fives] = np.add.reduceat(lines, first, axis=1)
    return written


def _mix(without: npt.NDArray[Any], with_it: npt.NDArray[Any], share: FloatArray) -> FloatArray:
    """Bins (replications, bins) of which ``share`` is as in the second table."""
    part = share[:, None]
    return np.asarray((1 - part) * without + part * with_it)
