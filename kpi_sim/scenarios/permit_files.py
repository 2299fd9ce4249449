"""The files that come to a permit office in a year: when, how complete, how much work; and the calendar of the office."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from kpi_sim.evidence.deaths import poisson_quantile
from kpi_sim.scenarios.chance import Chance, binomial_quantile
from kpi_sim.scenarios.inputs import number, row
from kpi_sim.scenarios.parameter import Value
from kpi_sim.scenarios.permits import VISITS, Files

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int64]

DESKS = ("check", "technical", "signing")
FIRST_WEEKS, WEEKS = 8, 52  # weeks that fill the office; the year that counts
_DAYS, _WORKING = 7 * (FIRST_WEEKS + WEEKS), 5
(_HOW_MANY, _WHEN, _ONLINE, _ADVISED, _LACKING, _MENDING, _RETURNED, _AGAIN, _CHECK, _TECHNICAL, _SIGNING, _VISITED,
 _ELECTRONIC, _ABSENT, _ASKED, _RESTARTED, _COMPLAINS, _DELAYED) = range(18)  # parts of the address within purpose "licensing"  # fmt: skip


@dataclass(frozen=True)
class Calendar:
    """Working days of the run: their calendar days, and in which quarter of the year they lie (-1: before the year)."""

    days: IntArray
    quarter: IntArray

    @classmethod
    def of(cls, values: Mapping[str, Value]) -> Calendar:
        """Mondays to Fridays without the holidays of the year (numbers of days, 1 is the first Monday)."""
        day = np.arange(_DAYS)
        closed = 7 * FIRST_WEEKS + row(values, "holidays") - 1
        days = day[(day % 7 < _WORKING) & ~np.isin(day, closed)]
        year = days - 7 * FIRST_WEEKS
        return cls(days, np.where(year < 0, -1, year // (7 * WEEKS // 4)))

    @property
    def in_year(self) -> int:
        """Working days of the year that counts."""
        return int((self.quarter >= 0).sum())

    @property
    def ends(self) -> IntArray:
        """The last working day of each quarter and of the year, (5,)."""
        ends = np.searchsorted(self.quarter, np.arange(self.quarter.max() + 1), side="right") - 1
        return np.append(ends, ends[-1])

    def next_open(self, day: IntArray) -> IntArray:
        """The working day (counted from 0) on which the office opens on or after a calendar day."""
        opens = np.minimum(np.searchsorted(self.days, np.arange(_DAYS)), len(self.days) - 1)
        return np.asarray(opens[day])


@dataclass(frozen=True)
class Intake:
    """Files of one replication with what the office's report and its survey make of them, in the same order.

    ``online``, ``advised`` (came by appointment): shares of how they came; ``asked``: order in which they are asked
    for the survey; ``restarted``, ``delayed``, ``complains``: uniform numbers that decide about the clock of the record
    and about a complaint.
    """

    files: Files
    online: npt.NDArray[np.bool_]
    advised: npt.NDArray[np.bool_]
    asked: FloatArray
    restarted: FloatArray
    delayed: FloatArray
    complains: FloatArray


@dataclass(frozen=True)
class _Coming:
    """Files of all replications in the order in which they are handed in, and the draws that belong to them.

    No lever of an office changes this order. So draws are kept in it, and a move puts nothing in order again. Where a
    replication has fewer files than another, files that never come follow: ``many`` (replications,) counts the others.
    """

    chance: Chance
    many: IntArray
    handed_in: IntArray
    order: IntArray
    address: tuple[object, ...]

    @classmethod
    def of(cls, chance: Chance, values: Mapping[str, Value], calendar: Calendar) -> _Coming:
        """The files of a scenario."""
        mean = number(values, "arrival_rate") * len(calendar.days)
        many = poisson_quantile(chance.uniform(_HOW_MANY), np.full(chance.replications, mean)).astype(
            np.int64
        )
        share = number(values, "online_share")
        address = (many.tobytes(), share, calendar.days.tobytes())
        handed_in, order = chance.derived(
            ("handed in", *address), lambda: _handed_in(chance, many, share, calendar)
        )
        return cls(chance, many, handed_in, order, address)

    def each(self, part: int, kind: str, *shape: int) -> FloatArray:
        """Draws that belong to the files, (replications, files, *shape); see ``Chance.each``."""

        def in_order() -> FloatArray:
            drawn = self.chance.once(part, kind, self.order.shape[1], *shape)
            return np.take_along_axis(drawn, self.order.reshape(*self.order.shape, *[1] * len(shape)), axis=1)

        return self.chance.derived((part, kind, shape, *self.address), in_order)


def _handed_in(chance: Chance, many: IntArray, online_share: float, calendar: Calendar) -> IntArray:
    """Working days on which files are handed in, and the places of their draws, (2, replications, files)."""
    most = int(many.max(initial=0))
    when, online = chance.once(_WHEN, "uniform", most), chance.once(_ONLINE, "uniform", most) < online_share
    at_desk = np.floor(when * len(calendar.days)).astype(np.int64)
    day = np.where(online, calendar.next_open(np.floor(when * _DAYS).astype(np.int64)), at_desk)
    day[np.arange(most) >= many[:, None]] = len(calendar.days)  # these never come
    order = np.lexsort((when, day))
    return np.stack([np.take_along_axis(day, order, axis=1), order])


def intakes(chance: Chance, values: Mapping[str, Value], calendar: Calendar) -> list[Intake]:
    """The files of each replication, handed in by day and within a day in the order of their coming."""
    coming = _Coming.of(chance, values, calendar)
    online = coming.each(_ONLINE, "uniform") < number(values, "online_share")
    advised = coming.each(_ADVISED, "uniform") < number(values, "appointment_share")
    columns = {"handed_in": coming.handed_in} | _columns(coming, values, online, advised)
    others: dict[str, npt.NDArray[Any]] = {
        "online": online,
        "advised": advised,
        "asked": coming.each(_ASKED, "uniform"),
        "restarted": coming.each(_RESTARTED, "uniform"),
        "delayed": coming.each(_DELAYED, "uniform"),
        "complains": coming.each(_COMPLAINS, "uniform"),
    }
    return [
        Intake(
            Files(**{name: value[at, :many] for name, value in columns.items()}),
            **{name: value[at, :many] for name, value in others.items()},
        )
        for at, many in enumerate(coming.many.tolist())
    ]


def _columns(
    coming: _Coming,
    values: Mapping[str, Value],
    online: npt.NDArray[np.bool_],
    advised: npt.NDArray[np.bool_],
) -> dict[str, npt.NDArray[Any]]:
    """What each file is like, (replications, files) or (replications, files, VISITS)."""
    trained = number(values, "training.share")
    fewer = number(values, "again_factor") ** np.arange(VISITS)
    fewer[-1] = 0.0  # the last look accepts what is there
    forgotten = np.where(online, 1 - number(values, "online.completeness_effect"), 1.0)
    forgotten = forgotten * np.where(advised, 1 - number(values, "appointment.completeness_effect"), 1.0)
    forgotten = forgotten * (1 - number(values, "guidance") * number(values, "guidance.effect"))
    lacking = number(values, "check.incomplete") * forgotten[..., None] * fewer
    returned = (
        number(values, "technical.returned")
        * (1 - number(values, "training.returned_effect") * trained)
        * fewer
    )
    quicker = 1 - number(values, "training.speed_effect") * trained
    per_visit = {
        name: _work(coming, part, values, name, VISITS) * quicker
        for name, part in (("check", _CHECK), ("technical", _TECHNICAL))
    }
    visited = coming.each(_VISITED, "uniform") < number(values, "technical.visit_share")
    return {
        "lacking": coming.each(_LACKING, "uniform", VISITS) < lacking,
        "returned": coming.each(_RETURNED, "uniform", VISITS) < returned,
        "mending": _mending(coming, _MENDING, values),
        "returned_mending": _mending(coming, _AGAIN, values),
        "check_hours": per_visit["check"],
        "technical_hours": per_visit["technical"],
        "signing_hours": _work(coming, _SIGNING, values, "signing", 1)[..., 0],
        "travel": (visited * int(number(values, "technical.visit_days"))).astype(np.int64),
        "electronic": coming.each(_ELECTRONIC, "uniform") < number(values, "signing.electronic"),
    }


def _work(coming: _Coming, part: int, values: Mapping[str, Value], stage: str, visits: int) -> FloatArray:
    """Hours of a look at a file, log-normal with the mean and spread of the stage."""
    width = np.sqrt(np.log1p(number(values, "work_spread") ** 2))
    drawn = coming.each(part, "normal", visits)
    return np.asarray(number(values, f"{stage}.hours") * np.exp(width * drawn - width**2 / 2))


def _mending(coming: _Coming, part: int, values: Mapping[str, Value]) -> IntArray:
    """Working days that an applicant needs to bring what was missing, at least one."""
    days = number(values, "applicant_days") * coming.each(part, "exponential", VISITS)
    return np.maximum(np.ceil(days), 1).astype(np.int64)


def desk_hours(chance: Chance, values: Mapping[str, Value], calendar: Calendar) -> FloatArray:
    """Hours at check, technical and signing on each working day, (replications, 3, days): staff come or are away."""
    days, there = len(calendar.days), 1 - number(values, "absence")

    def present(desk: int, staff: float) -> FloatArray:
        draws = chance.uniform(_ABSENT, len(DESKS), days)[:, desk]
        return chance.derived(
            ("present", desk, staff, there, days), lambda: binomial_quantile(draws, staff, there)
        )

    return np.stack(
        [
            present(at, number(values, f"{desk}.staff")) * number(values, f"{desk}.office_hours")
            for at, desk in enumerate(DESKS)
        ],
        axis=1,
    )
