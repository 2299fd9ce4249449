"""The league: who knows best what a number will be and what it is worth, whatever the number."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kpi_sim.scenarios.agency_game import YearResult
from workshop.service.store.games import Game, Team, Turn
from workshop.service.teamplay.lived import lived

# asumsi: ten points for a guess that hits, one less for every point of achievement it is off. Reports of one policy
# differ by two to three points through chance alone (standard deviation over 200 replications of the scenario's own
# decisions, years 1-5), so who understands the year earns seven or more on average, who does not, little.
FULL = 10.0


def points(guess: float | None, outcome: float) -> float:
    """Points of one guess: 10 for a hit, 0 from ten points off or where nobody guessed."""
    return 0.0 if guess is None else max(0.0, FULL - abs(guess - outcome))


@dataclass(frozen=True)
class Standing:
    """A team in the league. ``truth_points`` is ``None`` until the truth is opened; equal points share a rank."""

    team: Team
    results: tuple[YearResult, ...]
    turns: tuple[Turn, ...]
    report_points: float
    truth_points: float | None
    rank: int = 0

    @property
    def total(self) -> float:
        """Points so far."""
        return self.report_points + (self.truth_points or 0.0)

    @property
    def last(self) -> YearResult | None:
        """The newest closed year."""
        return self.results[-1] if self.results else None

    @property
    def guessed(self) -> int:
        """Years for which the team guessed."""
        return sum(turn.report_guess is not None for turn in self.turns)

    def turn(self, year: int) -> Turn | None:
        """What the team sent for a year (or what was filled in)."""
        return next((turn for turn in self.turns if turn.year == year), None)


def standing(game: Game, team: Team, turns: Sequence[Turn]) -> Standing:
    """One team, without its rank."""
    results = lived(game, turns, team.number)
    mine = tuple(turn for turn in turns if turn.team == team.number)
    by_year = {turn.year: turn for turn in mine}
    report = sum(points(by_year[r.year].report_guess, r.reported_total) for r in results)
    truth = sum(points(by_year[r.year].truth_guess, r.true_total) for r in results)
    return Standing(team, results, mine, report, truth if game.phase in ("revealed", "ended") else None)


def league(game: Game, teams: Sequence[Team], turns: Sequence[Turn]) -> list[Standing]:
    """All teams, most points first; teams of equal points stand by number and share the rank."""
    found = [standing(game, team, turns) for team in teams]
    found.sort(key=lambda one: (-round(one.total, 1), one.team.number))
    totals = [round(one.total, 1) for one in found]
    return [
        Standing(
            one.team, one.results, one.turns, one.report_points, one.truth_points, totals.index(total) + 1
        )
        for one, total in zip(found, totals, strict=True)
    ]
