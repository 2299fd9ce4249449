"""One year of a whole dinas: what money does to services, programmes, data and people, and what the year brings.

Theory of operation. A dinas has stocks (0-1) that wear out and are renewed by money: services that work, health care
and education programmes that reach people, data that are right, staff who use the performance system. What is bought
this year works from next year on. Three loops matter:

* data steer programmes: with poor data a programme reaches whoever is near, not whoever needs it;
* poor data flatter: deaths not registered, children "moved", people counted twice. Better data first look worse;
* pressure on a number moves the number (:mod:`kpi_sim.frictions.gaming`); checking moves it back.

Chance is drawn for all years and files beforehand and belongs to the replication, so two policies under one seed
meet the same years. All strengths are parameters of the scenario with their reasoning.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from kpi_sim.frictions.gaming import TargetRegime, respond
from kpi_sim.scenarios.chance import Chance, binomial_quantile
from kpi_sim.scenarios.inputs import number, row, switched_on
from kpi_sim.scenarios.parameter import Value

FloatArray = npt.NDArray[np.float64]

YEARS = 5
POSTS = ("services", "programmes", "data", "people")
_FILES, _DEATHS, _REGISTERED, _DROPOUT, _ANSWERS, _CHECK = range(
    6
)  # parts of the address within purpose "agency"
_MOST_DEATHS = 400  # deaths whose registration is drawn; far above what any year can bring
_MONTHS = 12


@dataclass(frozen=True)
class Decisions:
    """What the head of dinas decides for one year; shares 0-1, the four posts add up to what checking leaves.

    ``health``: part of the programmes that goes to health, the rest to education. ``audit``: share of files checked.
    """

    services: float
    programmes: float
    data: float
    people: float
    health: float
    pressure: float
    audit: float

    @classmethod
    def of(cls, values: Mapping[str, Value], year: int) -> Decisions:
        """The decisions of a scenario for a year (0-4); the posts are shares of their sum."""
        posts = {post: row(values, f"budget.{post}")[year] for post in POSTS}
        total = sum(posts.values()) or 1.0
        audit = float(row(values, "audit")[year])
        left = 1 - min(1.0, audit * number(values, "audit.cost"))
        shares = {post: float(left * points / total) for post, points in posts.items()}
        health = float(row(values, "programmes.health")[year] / 100)
        return cls(**shares, health=health, pressure=float(row(values, "pressure")[year]), audit=audit)


@dataclass(frozen=True)
class State:
    """What a dinas has at the start of a year, arrays (replications,): stocks 0-1, trust 0-100.

    ``learnt``: how much better data are than a year ago, which is what the public sees as a revision.
    """

    services: FloatArray
    health: FloatArray
    education: FloatArray
    data: FloatArray
    using: FloatArray
    attended: FloatArray
    trust: FloatArray
    learnt: FloatArray


@dataclass(frozen=True)
class Luck:
    """Chance of the five years, whatever is decided; arrays (replications, years, ...)."""

    files: FloatArray
    deaths: FloatArray
    registered: FloatArray
    dropout: FloatArray
    answers: FloatArray
    check: FloatArray
    seed: int
    first_block: int

    @classmethod
    def of(cls, values: Mapping[str, Value], *, first_block: int, replications: int, seed: int) -> Luck:
        """Draws for ``replications`` from block ``first_block`` on."""
        chance = Chance(seed, "agency", first_block, replications)
        return cls(
            files=chance.normal(_FILES, YEARS, int(number(values, "service.files"))),
            deaths=chance.uniform(_DEATHS, YEARS),
            registered=chance.uniform(_REGISTERED, YEARS, _MOST_DEATHS),
            dropout=chance.uniform(_DROPOUT, YEARS),
            answers=chance.normal(_ANSWERS, YEARS),
            check=chance.uniform(_CHECK, YEARS),
            seed=seed,
            first_block=first_block,
        )


@dataclass(frozen=True)
class Figures:
    """Indicators of a year as they are and as they are reported, arrays (replications,)."""

    true: dict[str, FloatArray]
    reported: dict[str, FloatArray]


def begin(values: Mapping[str, Value], replications: int) -> State:
    """The dinas on the first morning."""

    def stock(name: str) -> FloatArray:
        return np.full(replications, number(values, name))

    using = stock("people.using_start") if switched_on(values, "friction.adoption") else np.ones(replications)
    data = stock("data.start") if switched_on(values, "friction.data") else np.ones(replications)
    return State(
        services=stock("service.start"),
        health=stock("programme.start"),
        education=stock("programme.start"),
        data=data,
        using=using,
        attended=stock("people.attended_start"),
        trust=stock("trust.start"),
        learnt=np.zeros(replications),
    )


def figures_of(
    state: State, year: int, decisions: Decisions, values: Mapping[str, Value], luck: Luck
) -> Figures:
    """What a year brings, and what is reported of it."""
    true: dict[str, FloatArray] = {}
    reported: dict[str, FloatArray] = {}
    parts = (
        _services(state, year, decisions, values, luck),
        _health(state, year, values, luck),
        _education(state, year, values, luck),
        _people(state),
    )
    for part in parts:
        for name, (is_true, is_reported) in part.items():
            true[name], reported[name] = is_true, is_reported
    true["data_quality"] = reported["data_quality"] = 100 * state.data
    return Figures(true, reported)


def next_state(
    state: State, decisions: Decisions, values: Mapping[str, Value], *, trust: FloatArray
) -> State:
    """The dinas a year later, after this year's money; ``trust`` is what the year left of it."""
    blind = number(values, "programme.blind")
    # who needs it and where: both must be right (asumsi), hence the square
    programmes = decisions.programmes * (blind + (1 - blind) * state.data**2)
    data = state.data
    if switched_on(values, "friction.data"):
        work = decisions.data * (
            number(values, "data.alone") + (1 - number(values, "data.alone")) * state.using
        )
        data = _stock(state.data, work, values, "data")
    using, attended = _staff(state, decisions, values)
    return State(
        services=_stock(state.services, decisions.services, values, "service"),
        health=_stock(state.health, decisions.health * programmes, values, "programme"),
        education=_stock(state.education, (1 - decisions.health) * programmes, values, "programme"),
        data=data,
        using=using,
        attended=attended,
        trust=trust,
        learnt=np.maximum(data - state.data, 0.0),
    )


def _stock(level: FloatArray, work: FloatArray | float, values: Mapping[str, Value], name: str) -> FloatArray:
    """A stock a year later: wears out, and is renewed the easier the more is missing."""
    kept = level * (1 - number(values, f"{name}.wear"))
    return np.asarray(kept + (1 - kept) * (1 - np.exp(-number(values, f"{name}.return") * work)))


def _staff(state: State, decisions: Decisions, values: Mapping[str, Value]) -> tuple[FloatArray, FloatArray]:
    """Shares using the system and having attended, a year later: Bass by the month, and some leave."""
    stay = 1 - number(values, "people.leave")
    attended = 1 - (1 - stay * state.attended) * np.exp(-number(values, "people.sessions") * decisions.people)
    if not switched_on(values, "friction.adoption"):
        return state.using, attended
    own = number(values, "people.innovation") * decisions.people / _MONTHS
    follow = number(values, "people.imitation") / _MONTHS
    using = stay * state.using
    for _ in range(_MONTHS):
        using = using + (own + follow * using) * (1 - using)
    return np.minimum(using, 1.0), attended


def _services(
    state: State, year: int, decisions: Decisions, values: Mapping[str, Value], luck: Luck
) -> dict[str, tuple[FloatArray, FloatArray]]:
    gain = number(values, "service.effect") * (state.services - number(values, "service.start"))
    gain = gain + number(values, "people.service_effect") * (
        state.using - number(values, "people.using_start")
    )
    middle = number(values, "service.median") * (1 + number(values, "service.demand")) ** year * np.exp(-gain)
    days = middle[:, None] * np.exp(number(values, "service.spread") * luck.files[:, year])
    pressed = decisions.pressure if switched_on(values, "friction.gaming") else 0.0
    regime = TargetRegime(
        target=float(row(values, "target.service_on_time")[year]),
        limit=number(values, "service.limit"),
        pressure=pressed,
        audit=decisions.audit,
    )
    found = respond(days, regime, seed=luck.seed, first_block=luck.first_block, occasion=year)
    lost = number(values, "data.open_files") * (1 - state.data)
    in_time, late = found.reported_share, 100 - found.reported_share
    reported = 100 * in_time / (in_time + (1 - lost) * late)
    asked = number(values, "satisfaction.level") + number(values, "satisfaction.slope") * (
        found.true_share - number(values, "satisfaction.at")
    )
    neglect = number(values, "satisfaction.unmeasured") * (1 - found.unmeasured)
    score = np.clip(asked - neglect + number(values, "satisfaction.noise") * luck.answers[:, year], 25, 100)
    chosen = number(values, "data.chosen_respondents") * (1 - state.data)
    return {
        "service_on_time": (found.true_share, reported),
        "satisfaction_score": (score, np.minimum(score + chosen, 100.0)),
    }


def _health(
    state: State, year: int, values: Mapping[str, Value], luck: Luck
) -> dict[str, tuple[FloatArray, FloatArray]]:
    reach = _gained(state.health, values)
    low, best = number(values, "facility.start"), number(values, "facility.best")
    facility = np.clip(low + (best - low) * reach, 0, 100)
    births = number(values, "births")
    expected = (
        births * number(values, "maternal.rate") / 1e5 * (1 - number(values, "maternal.effect") * reach)
    )
    deaths = _poisson_quantile(luck.deaths[:, year], expected)
    seen = number(values, "data.deaths_seen")
    registered = luck.registered[:, year] < (seen + (1 - seen) * state.data)[:, None]
    counted = (registered & (np.arange(_MOST_DEATHS) < deaths[:, None])).sum(axis=1).astype(float)
    late = number(values, "data.late_referrals") * (1 - state.data)
    return {
        "facility_delivery": (facility, np.minimum(facility + late, 100.0)),
        "maternal_deaths": (deaths, counted),
        "maternal_mortality": (deaths / births * 1e5, counted / births * 1e5),
    }


def _education(
    state: State, year: int, values: Mapping[str, Value], luck: Luck
) -> dict[str, tuple[FloatArray, FloatArray]]:
    rate = (
        number(values, "dropout.rate")
        / 100
        * (1 - number(values, "dropout.effect") * _gained(state.education, values))
    )
    pupils = number(values, "pupils")
    left = binomial_quantile(luck.dropout[:, year], np.full(rate.shape, pupils), rate)
    moved = number(values, "data.moved") * (1 - state.data)
    true = 100 * left / pupils
    return {"dropout_rate": (true, np.round(left * (1 - moved)) / pupils * 100)}


def _people(state: State) -> dict[str, tuple[FloatArray, FloatArray]]:
    """Routine users; where data are poor the report counts those who attended as well."""
    counted = state.data * state.using + (1 - state.data) * np.maximum(state.using, state.attended)
    return {"system_use": (100 * state.using, 100 * counted)}


def _gained(stock: FloatArray, values: Mapping[str, Value]) -> FloatArray:
    """How far programmes reach beyond today's level: 0 as today, 1 everybody; below 0 where they have worn out."""
    start = number(values, "programme.start")
    return np.asarray((stock - start) / (1 - start))


def _poisson_quantile(uniform: FloatArray, mean: FloatArray) -> FloatArray:
    """Count at ``uniform`` of the Poisson law; grows with the mean under the same number."""
    from scipy import special

    found = np.ceil(special.pdtrik(np.clip(uniform, 1e-15, 1 - 1e-15), np.maximum(mean, 1e-9)))
    return np.asarray(np.clip(found, 0, _MOST_DEATHS), dtype=float)
