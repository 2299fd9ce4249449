"""The files that come to a permit office in a year: when, how complete, how much work; and the calendar of the office."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from kpi_sim.evidence.deaths import poisson_quantile
from kpi_sim.scenarios.chance import Chance, binomial_quantile
from kpi_sim.scenarios.inputs import number, row
from kpi_sim.scenarios.parameter import Value
from kpi_sim.scenarios.permits import VISITS, Files

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int64]

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

    def next_open(self, day: IntArray) -> IntArray:
        """The working day (counted from 0) on which the office opens on or after a calendar day."""
        return np.minimum(np.searchsorted(self.days, day), len(self.days) - 1)


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


def intakes(chance: Chance, values: Mapping[str, Value], calendar: Calendar) -> list[Intake]:
    """The files of each replication, handed in by day and within a day in the order of their coming."""
    mean = number(values, "arrival_rate") * len(calendar.days)
    many = poisson_quantile(chance.uniform(_HOW_MANY), np.full(chance.replications, mean))
    most = int(many.max(initial=0))
    when = chance.each(_WHEN, "uniform", most)
    online = chance.each(_ONLINE, "uniform", most) < number(values, "online_share")
    at_desk = np.floor(when * len(calendar.days)).astype(np.int64)
    handed_in = np.where(online, calendar.next_open(np.floor(when * _DAYS).astype(np.int64)), at_desk)
    advised = chance.each(_ADVISED, "uniform", most) < number(values, "appointment_share")
    columns = _columns(chance, values, most, online, advised)
    others = {
        "asked": chance.each(_ASKED, "uniform", most),
        "restarted": chance.each(_RESTARTED, "uniform", most),
        "delayed": chance.each(_DELAYED, "uniform", most),
        "complains": chance.each(_COMPLAINS, "uniform", most),
    }
    found = []
    for at in range(chance.replications):
        order = np.lexsort((when[at, : many[at]], handed_in[at, : many[at]]))
        files = Files(
            handed_in=handed_in[at, order], **{name: value[at, order] for name, value in columns.items()}
        )
        rest = {name: value[at, order] for name, value in others.items()}
        found.append(Intake(files, online[at, order], advised[at, order], **rest))
    return found


def _columns(
    chance: Chance,
    values: Mapping[str, Value],
    most: int,
    online: npt.NDArray[np.bool_],
    advised: npt.NDArray[np.bool_],
) -> dict[str, npt.NDArray[np.generic]]:
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
        name: _work(chance, part, values, f"{name}", most, VISITS) * quicker
        for name, part in (("check", _CHECK), ("technical", _TECHNICAL))
    }
    visited = chance.each(_VISITED, "uniform", most) < number(values, "technical.visit_share")
    return {
        "lacking": chance.each(_LACKING, "uniform", most, VISITS) < lacking,
        "returned": chance.each(_RETURNED, "uniform", most, VISITS) < returned,
        "mending": _mending(chance, _MENDING, values, most),
        "returned_mending": _mending(chance, _AGAIN, values, most),
        "check_hours": per_visit["check"],
        "technical_hours": per_visit["technical"],
        "signing_hours": _work(chance, _SIGNING, values, "signing", most, 1)[..., 0],
        "travel": (visited * int(number(values, "technical.visit_days"))).astype(np.int64),
        "electronic": chance.each(_ELECTRONIC, "uniform", most) < number(values, "signing.electronic"),
    }


def _work(
    chance: Chance, part: int, values: Mapping[str, Value], stage: str, most: int, visits: int
) -> FloatArray:
    """Hours of a look at a file, log-normal with the mean and spread of the stage."""
    width = np.sqrt(np.log1p(number(values, "work_spread") ** 2))
    drawn = chance.each(part, "normal", most, visits)
    return np.asarray(number(values, f"{stage}.hours") * np.exp(width * drawn - width**2 / 2))


def _mending(chance: Chance, part: int, values: Mapping[str, Value], most: int) -> IntArray:
    """Working days that an applicant needs to bring what was missing, at least one."""
    days = number(values, "applicant_days") * chance.each(part, "exponential", most, VISITS)
    return np.maximum(np.ceil(days), 1).astype(np.int64)


def desk_hours(chance: Chance, values: Mapping[str, Value], calendar: Calendar) -> FloatArray:
    """Hours at check, technical and signing on each working day, (replications, 3, days): staff come or are away."""
    staff = np.array([number(values, f"{stage}.staff") for stage in ("check", "technical", "signing")])
    daily = np.array([number(values, f"{stage}.office_hours") for stage in ("check", "technical", "signing")])
    draws = chance.uniform(_ABSENT, 3, len(calendar.days))
    there = binomial_quantile(draws, staff[:, None], 1 - number(values, "absence"))
    return np.asarray(there * daily[:, None])
