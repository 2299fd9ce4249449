"""What the plan of Dinas Pendidikan does: programmes by year, school committees, children, schools, cost."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from kpi_sim.scenarios.chance import Chance, binomial_quantile
from kpi_sim.scenarios.cohort import Pupils, follow
from kpi_sim.scenarios.inputs import number, ratio, row
from kpi_sim.scenarios.parameter import Value
from kpi_sim.scenarios.schools import SchoolResults, Training, school_results
from kpi_sim.scenarios.staff import done_as_planned

FloatArray = npt.NDArray[np.float64]

YEARS, BEFORE, FILLING = 5, 1, 2  # years under the plan; starting year; years that only fill the grades
_PROVINCE_YEAR, _AREA_YEAR, _COME, _FOLLOW = range(4)  # parts of the address within purpose "education"


@dataclass(frozen=True)
class Plan:
    """What is done in each year, shares 0-1: arrays (replications, years); 0 before the plan, years to fill included.

    ``support``: how far the support of schools works, 0-1, (replications, years, areas).
    """

    planned: FloatArray
    prevention: FloatArray
    remedial: FloatArray
    committee: FloatArray
    support: FloatArray

    @classmethod
    def of(cls, values: Mapping[str, Value], staff: FloatArray) -> Plan:
        started = (np.arange(staff.shape[1]) >= FILLING + BEFORE).astype(float)
        planned = started * done_as_planned(staff, number(values, "adoption.without_system"))
        per_pupil = _support_per_pupil(values)
        felt = 1 - np.exp(-per_pupil / number(values, "support.per_pupil"))
        return cls(
            planned=planned,
            prevention=planned * number(values, "prevention.reach"),
            remedial=planned * number(values, "remedial.coverage"),
            committee=planned * number(values, "committee.programme"),
            support=planned[:, :, None] * felt,
        )


def _support_per_pupil(values: Mapping[str, Value]) -> FloatArray:
    """Thousand rupiah a pupil and year by area: the budget divided by pupils and weight."""
    weight, children = row(values, "support.weight"), row(values, "population")
    total = (weight * children).sum() * number(values, "smp_share")
    budget = number(values, "support.budget") * 1000  # million to thousand rupiah
    return weight * budget / total if total > 0 else np.zeros_like(weight)


@dataclass(frozen=True)
class Meetings:
    """Counts by year and area: people invited and come, decisions taken and followed up."""

    invited: FloatArray
    came: FloatArray
    decided: FloatArray
    followed: FloatArray


def committee_meetings(chance: Chance, values: Mapping[str, Value], plan: Plan) -> Meetings:
    """Committees: people come more often where the decisions of the year before were followed up."""
    schools = row(values, "schools")
    invited = np.round(schools * number(values, "committee.invited"))
    decided = np.round(schools * number(values, "committee.decisions"))
    replications, years = plan.committee.shape
    come = chance.uniform(_COME, years, len(schools))
    follow_up = chance.uniform(_FOLLOW, years, len(schools))
    usual = number(values, "committee.follow_up")
    share = usual + (1 - usual) * number(values, "committee.follow_up_effect") * plan.committee
    base, pull = number(values, "committee.attendance"), number(values, "committee.trust")
    invite = number(values, "committee.attendance_effect") * plan.committee
    came, followed = [], []
    before = np.full((replications, len(schools)), usual)
    for year in range(years):
        drawn = np.clip(base + (1 - base) * invite[:, year, None] + pull * (before - usual), 0, 1)
        came.append(binomial_quantile(come[:, year], invited, drawn))
        followed.append(binomial_quantile(follow_up[:, year], decided, share[:, year, None]))
        before = ratio(followed[-1], decided)
    shape = (replications, years, len(schools))
    return Meetings(
        np.broadcast_to(invited, shape),
        np.stack(came, 1),
        np.broadcast_to(decided, shape),
        np.stack(followed, 1),
    )


def children(chance: Chance, values: Mapping[str, Value], plan: Plan, meetings: Meetings) -> Pupils:
    def kept(part: FloatArray, name: str) -> FloatArray:
        return np.asarray(1 - number(values, name) * part)

    years, count = plan.planned.shape[1], len(row(values, "schools"))
    parents = ratio(meetings.came, meetings.invited) - number(values, "committee.attendance")
    luck = chance.spread(_PROVINCE_YEAR, number(values, "dropout.year_spread"), years, 1)
    luck = luck * chance.spread(_AREA_YEAR, number(values, "dropout.area_spread"), years, count)
    dropout = number(values, "dropout.base") / 100 * row(values, "dropout.area") * luck
    dropout = dropout * kept(plan.prevention, "prevention.effect")[:, :, None]
    dropout = dropout * kept(plan.remedial, "remedial.dropout_effect")[:, :, None]
    dropout = dropout * kept(plan.support, "support.dropout_effect")
    dropout = dropout * np.clip(kept(parents, "committee.dropout_effect"), 0.0, None)
    never = number(values, "never_continuing") * kept(plan.prevention, "prevention.continuing_effect")
    failing = number(values, "failing") / 100 * kept(plan.remedial, "remedial.pass_effect")
    shape = dropout.shape
    return follow(
        chance,
        row(values, "population"),
        number(values, "smp_share"),
        np.broadcast_to(never[:, :, None], shape),
        np.clip(dropout, 0.0, 1.0),
        np.broadcast_to(failing[:, :, None], shape),
    )


def school_results_of(chance: Chance, values: Mapping[str, Value], plan: Plan) -> SchoolResults:
    kept = slice(FILLING, None)
    added = number(values, "remedial.learning_effect") * plan.remedial[:, kept, None]
    added = added + number(values, "support.learning_effect") * plan.support[:, kept]
    given = number(values, "training.quality") * number(values, "training.coverage")
    return school_results(
        chance,
        row(values, "schools").astype(np.int64),
        row(values, "learning.area"),
        added,
        number(values, "training.effect") * given * plan.planned[:, kept],
        Training(
            number(values, "training.share"),
            int(number(values, "training.choice")),
            number(values, "training.comparison"),
        ),
        spread=number(values, "learning.spread"),
        reliability=number(values, "learning.reliability"),
    )


def cost_of(values: Mapping[str, Value], pupils: Pupils, trained: FloatArray) -> FloatArray:
    """Million rupiah by area and period (replications, periods, areas); nothing before the plan."""
    children = pupils.pupils.sum(axis=-1)[:, FILLING:]
    teachers = trained * number(values, "training.teachers") * number(values, "training.coverage")
    cost = teachers * (
        number(values, "cost.training")
        + number(values, "cost.training_quality") * number(values, "training.quality")
    )
    cost = cost + children * number(values, "cost.remedial") * number(values, "remedial.coverage")
    at_risk = children * number(values, "prevention.at_risk")
    cost = cost + at_risk * number(values, "cost.prevention") * number(values, "prevention.reach")
    cost = cost + row(values, "schools") * number(values, "cost.committee") * number(
        values, "committee.programme"
    )
    share = row(values, "support.weight") * row(values, "population")
    cost = cost + number(values, "support.budget") * share / max(share.sum(), 1e-9)
    cost[:, :BEFORE] = 0.0
    return np.asarray(cost)
