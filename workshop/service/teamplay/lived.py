"""What the years of a team were: decisions of the database played through ``AgencyGame``."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from statistics import fmean

from kpi_sim import load_scenario
from kpi_sim.scenarios.agency_game import DECISIONS, AgencyGame, YearResult
from kpi_sim.scenarios.scenario import Scenario
from workshop.service.store.games import Game, Turn

# preset -> what it is called at the desk
PRESETS = {
    "bebas": "Setiap tim memutuskan sendiri",
    "sama": "Semua tim memakai keputusan yang sama, tanpa diberi tahu",
}
FROM_SCENARIO = "standard"


def lived(game: Game, turns: Sequence[Turn], team: int) -> tuple[YearResult, ...]:
    """The closed years of a team."""
    mine = {turn.year: turn for turn in turns if turn.team == team}
    years = [mine[year].decisions for year in range(1, game.closed_years + 1) if year in mine]
    return played(game.seed, team, _key(years))


@lru_cache(maxsize=1024)
def played(seed: int, team: int, years: tuple[str, ...], *, without: str = "") -> tuple[YearResult, ...]:
    """Results of a team's years (decisions as JSON, one text a year); ``without`` names a friction to switch off."""
    game = AgencyGame.start(_scenario(without), seed=seed, team=team)
    return tuple(game.decide(year, json.loads(text)) for year, text in enumerate(years, 1))


@lru_cache(maxsize=8)
def _scenario(without: str) -> Scenario:
    scenario: Scenario = load_scenario("agency")
    return scenario.replace({f"friction.{without}": 0}) if without else scenario


def _key(years: Iterable[Mapping[str, float]]) -> tuple[str, ...]:
    return tuple(json.dumps(dict(decisions), sort_keys=True) for decisions in years)


def key_of(results: Sequence[YearResult]) -> tuple[str, ...]:
    """The decisions of lived years in the form that :func:`played` takes."""
    return _key(result.decisions for result in results)


# --- teams that sent nothing


def fill(turns: Sequence[Turn], missing: Sequence[int], year: int) -> list[Turn]:
    """Decisions for teams that sent none: the mean of those that were sent, else the team's last, else the scenario's.

    The mean of budgets that make 100 makes 100. Nobody guessed for these teams, so they earn no points this year.
    """
    sent = [turn.decisions for turn in turns if turn.year == year and turn.decisions]
    if sent:
        mean = {name: fmean(one[name] for one in sent) for name in sent[0]}
        return [Turn(team, year, mean, filled="average") for team in missing]
    last = {turn.team: turn.decisions for turn in sorted(turns, key=lambda turn: turn.year) if turn.decisions}
    return [
        Turn(team, year, last.get(team, {}), filled="last" if team in last else FROM_SCENARIO)
        for team in missing
    ]


def standard(year: int) -> dict[str, float]:
    """The scenario's own decisions for a year."""
    values = load_scenario("agency").values
    chosen = {name: values[parameter] for name, parameter in DECISIONS.items()}
    return {name: float(value[year - 1]) for name, value in chosen.items() if isinstance(value, tuple)}
