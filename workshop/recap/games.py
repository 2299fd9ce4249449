"""Team games of a class as rows: what each team decided, expected and got, year by year."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from labui.agency_year import POSTS

from workshop.service.store import Store
from workshop.service.teamplay.league import Standing, points
from workshop.service.teamplay.scene import Scene, scene

FILLED = {"": "dikirim tim", "average": "rata-rata tim lain", "last": "seperti tahun lalu"}
FROM_SCENARIO = "keputusan awal"


@dataclass(frozen=True)
class GameYear:
    """One year of one team. ``true`` is ``None`` while the truth of that game is not opened."""

    game: int
    team: int
    members: str
    year: int
    budget: dict[str, float]
    source: str
    guess: float | None
    reported: float
    true: float | None
    points: float
    reason: str


def game_years(store: Store) -> list[GameYear]:
    """Every closed year of every game, by game, team and year."""
    scenes = [found for game in store.games.all() if (found := scene(store, game))]
    return [
        row
        for number, found in enumerate(scenes, 1)
        for one in sorted(found.standings, key=lambda one: one.team.number)
        for row in _years(number, found, one)
    ]


def _years(number: int, found: Scene, one: Standing) -> Iterator[GameYear]:
    for result in one.results:
        turn = one.turn(result.year)
        assert turn
        yield GameYear(
            game=number,
            team=one.team.number,
            members=", ".join(found.names[who] for who in one.team.members),
            year=result.year,
            budget={word: result.decisions[post] for post, word in POSTS.items()},
            source=FILLED.get(turn.filled, FROM_SCENARIO),
            guess=turn.report_guess,
            reported=result.reported_total,
            true=result.true_total if found.opened else None,
            points=points(turn.report_guess, result.reported_total),
            reason=turn.reason,
        )
