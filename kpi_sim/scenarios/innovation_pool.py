"""Ideas, what becomes of them, and the papers that only look like innovations.

Theory of operation. An idea has a worth (standard normal). Time to think brings more and better ideas; a mentor makes
an idea better, but mentors are few and what is asked of them is divided among all who want something: a quota of
one innovation an agency takes their time as well. An idea is carried out when its worth passes a bar; better ones
last longer, are used by more people and are copied more often. A paper written to fill the quota is reported like the
others, serves nobody, and is no innovation by the five criteria of PP 38/2017.

All of this is asumsi; published is only how many innovations governments report.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from kpi_sim.evidence.deaths import poisson_quantile
from kpi_sim.scenarios.chance import Chance
from kpi_sim.scenarios.inputs import number, row
from kpi_sim.scenarios.parameter import Value

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int64]
BoolArray = npt.NDArray[np.bool_]

YEARS, BEFORE, FILLING = 5, 1, 4  # years under the plan; starting year; years that only fill the stock
MOST_IDEAS, MOST_PAPERS = 220, 60  # places for the ideas and the papers of one year
(_MANY, _WORTH, _TRIAL, _LIFE, _USERS, _COPIES, _FIELD) = range(
    7
)  # parts of the address within purpose "innovation"


@dataclass(frozen=True)
class Pool:
    """What was begun in each year, arrays (replications, years, places).

    ``begun``: an idea was carried out, or a paper written; ``paper``: it is only a paper. ``worth``; ``life`` in
    years; ``users`` of the first place and ``copies`` made of it; ``field``: number of the mandatory field of basic
    service, or more where it is another. ``ideas``, ``papers``, ``mentored`` (share of those who ask that get a
    mentor): (replications, years).
    """

    begun: BoolArray
    paper: BoolArray
    worth: FloatArray
    life: FloatArray
    users: FloatArray
    copies: IntArray
    field: IntArray
    ideas: FloatArray
    papers: FloatArray
    mentored: FloatArray

    def alive(self, year: int) -> BoolArray:
        """What still runs in a year (counted from 0, the filling years included), (replications, years, places)."""
        age = year - np.arange(self.begun.shape[1])[:, None]
        return self.begun & (age >= 0) & (age < self.life)


def innovations(chance: Chance, values: Mapping[str, Value], planned: FloatArray) -> Pool:
    """Everything begun in each year.

    Args:
        planned: how much of the plan is carried out, 0-1 (replications, years); 0 before it starts.
    """
    years, places = planned.shape[1], MOST_IDEAS + MOST_PAPERS
    thinking = planned * number(values, "idea_time")
    mean = number(values, "ideas.base") * (1 + number(values, "idea_time.number_effect") * thinking)
    ideas = np.minimum(poisson_quantile(chance.uniform(_MANY, years), mean), MOST_IDEAS)
    papers = _papers(values, planned)
    mentored = _mentored(values, planned, ideas + papers)
    better = number(values, "idea_time.worth_effect") * thinking
    better = better + number(values, "mentors.worth_effect") * mentored
    paper = np.arange(places) >= MOST_IDEAS
    own = chance.normal(_WORTH, years, places)
    worth = np.where(paper, number(values, "paper.worth") + 0.3 * own, own + better[..., None])
    tried = worth + number(values, "trial_luck") * chance.normal(_TRIAL, years, places)
    there = np.arange(places) < ideas[..., None]
    written = paper & (np.arange(places) - MOST_IDEAS < papers[..., None])
    return Pool(
        begun=np.where(paper, written, there & (tried > number(values, "trial_bar"))),
        paper=np.broadcast_to(paper, worth.shape),
        worth=worth,
        life=_life(chance, values, worth),
        users=np.where(paper, 0.0, _users(chance, values, worth)),
        copies=np.where(paper, 0, _copies(chance, values, planned, worth)),
        field=_fields(chance, values, (years, places)),
        ideas=ideas.astype(float),
        papers=papers,
        mentored=mentored,
    )


def _papers(values: Mapping[str, Value], planned: FloatArray) -> FloatArray:
    """Papers a year: the agencies that answer the quota without an innovation; today's quota before the plan."""
    now, plan = number(values, "quota.now"), number(values, "quota")
    share = np.where(np.arange(planned.shape[1]) >= FILLING + BEFORE, plan, now)
    papers = np.minimum(np.round(share * number(values, "agencies")), MOST_PAPERS)
    return np.broadcast_to(papers, planned.shape)


def _mentored(values: Mapping[str, Value], planned: FloatArray, asking: FloatArray) -> FloatArray:
    """Share of those who ask that get a mentor, 0-1."""
    places = planned * number(values, "mentors") * number(values, "mentors.ideas")
    return np.asarray(np.minimum(places / np.maximum(asking, 1.0), 1.0))


def _life(chance: Chance, values: Mapping[str, Value], worth: FloatArray) -> FloatArray:
    """Years that it runs, whole, at least one."""
    mean = number(values, "life") * np.exp(number(values, "life.worth_effect") * worth)
    return np.maximum(np.ceil(mean * chance.exponential(_LIFE, *worth.shape[1:])), 1.0)


def _users(chance: Chance, values: Mapping[str, Value], worth: FloatArray) -> FloatArray:
    """People who use it in a year at its first place, whole."""
    spread = number(values, "users.spread") * chance.normal(_USERS, *worth.shape[1:])
    return np.round(
        number(values, "users.median") * np.exp(number(values, "users.worth_effect") * worth + spread)
    )


def _copies(chance: Chance, values: Mapping[str, Value], planned: FloatArray, worth: FloatArray) -> IntArray:
    """Other places that take it over; who is worth more is copied more."""
    pull = np.exp(np.minimum(worth, 3.0)) / (1 + np.exp(np.minimum(worth, 3.0)))
    usual = number(values, "replication.usual")
    mean = (
        usual + number(values, "replication.effect") * number(values, "replication") * planned[..., None]
    ) * pull
    return poisson_quantile(chance.uniform(_COPIES, *worth.shape[1:]), mean)


def _fields(chance: Chance, values: Mapping[str, Value], shape: tuple[int, int]) -> IntArray:
    """Number of the mandatory field, or how many there are where it lies outside them."""
    edges = np.cumsum(row(values, "field_shares"))
    return np.searchsorted(edges, chance.uniform(_FIELD, *shape), side="right").astype(np.int64)
