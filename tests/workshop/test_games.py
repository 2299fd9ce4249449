"""Permainan tim without a browser: what is kept, who holds the pen, how absent teams are filled in, how points go."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from labui.agency_year import decisions

from kpi_sim.scenarios.agency_game import AgencyGame
from workshop.service.store import Store
from workshop.service.store.games import Game, Team, Turn
from workshop.service.teamplay.debrief import debrief
from workshop.service.teamplay.league import league, points
from workshop.service.teamplay.lived import fill, lived, standard

DATA_FIRST = {"services": 40, "programmes": 30, "data": 20, "people": 10, "pressure": 0.2, "audit": 0.1}
SERVICES = {"services": 60, "programmes": 30, "data": 0, "people": 10, "pressure": 1.0, "audit": 0.0}
# services starved, everything staked on the number, nobody checks: the target is met on paper only
PRESSED = {"services": 20, "programmes": 60, "data": 10, "people": 10, "pressure": 1.0, "audit": 0.0}


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store(tmp_path / "kelas.sqlite") as opened:
        yield opened


def people(store: Store, *names: str) -> list[str]:
    return [asyncio.run(store.people.join(name, "Unit")).id for name in names]


def begin(store: Store, *, teams: int = 2, preset: str = "bebas", years: int = 5) -> int:
    return asyncio.run(store.games.create(preset=preset, teams=teams, years=years, seed=7))


def at(year: int, phase: str = "reported", preset: str = "bebas") -> Game:
    return Game(1, preset, 7, 5, year, phase, "")


def test_people_come_into_the_smallest_team_and_the_first_holds_the_pen(store):
    ani, budi, citra = people(store, "Ani", "Budi", "Citra")
    game = begin(store)
    assert asyncio.run(store.games.join(game, budi, 2))
    assert asyncio.run(store.games.spread(game, [ani, budi, citra])) == 2
    one, two = store.games.teams(game)
    assert (one.members, two.members) == ((ani, citra), (budi,))
    assert (one.pen, two.pen) == (ani, budi)


def test_teams_may_be_changed_before_the_first_year_only(store):
    ani, budi = people(store, "Ani", "Budi")
    game = begin(store)
    for who, team in ((ani, 1), (budi, 1), (ani, 2)):
        assert asyncio.run(store.games.join(game, who, team))
    assert [team.pen for team in store.games.teams(game)] == [budi, ani]
    assert not asyncio.run(store.games.join(game, ani, 9))
    asyncio.run(store.games.begin_year(game, 1))
    assert not asyncio.run(store.games.join(game, ani, 1))
    (late,) = people(store, "Terlambat")
    assert asyncio.run(store.games.join(game, late, 1))


def test_the_pen_goes_round_every_year_and_can_be_taken_over(store):
    ani, budi, citra = people(store, "Ani", "Budi", "Citra")
    game = begin(store, teams=1)
    asyncio.run(store.games.spread(game, [ani, budi, citra]))
    held = []
    for year in range(1, 5):
        assert asyncio.run(store.games.begin_year(game, year))
        held.append(store.games.teams(game)[0].pen)
        asyncio.run(store.games.close_year(game, year, fill))
    assert held == [ani, budi, citra, ani]
    asyncio.run(store.games.begin_year(game, 5))
    assert asyncio.run(store.games.take_pen(game, citra))
    assert not asyncio.run(store.games.decide(game, budi, Turn(1, 5, DATA_FIRST)))
    assert asyncio.run(store.games.decide(game, citra, Turn(1, 5, DATA_FIRST)))


def test_a_year_is_closed_once_and_nothing_comes_in_afterwards(store):
    ani, budi = people(store, "Ani", "Budi")
    game = begin(store)
    asyncio.run(store.games.spread(game, [ani, budi]))
    assert not asyncio.run(store.games.begin_year(game, 2))
    assert asyncio.run(store.games.begin_year(game, 1))
    assert not asyncio.run(store.games.begin_year(game, 1))
    assert asyncio.run(store.games.decide(game, ani, Turn(1, 1, DATA_FIRST, 105.0, 98.0, "data dahulu")))
    assert asyncio.run(store.games.close_year(game, 1, fill))
    assert not asyncio.run(store.games.close_year(game, 1, fill))
    assert not asyncio.run(store.games.decide(game, budi, Turn(2, 1, SERVICES)))
    sent, filled = store.games.turns(game)
    assert (sent.report_guess, sent.truth_guess, sent.reason, sent.filled) == (105, 98, "data dahulu", "")
    assert (filled.team, filled.decisions, filled.filled) == (2, DATA_FIRST, "average")


def test_closing_can_be_undone_without_losing_what_was_sent(store):
    ani, _ = people(store, "Ani", "Budi")
    game = begin(store)
    asyncio.run(store.games.spread(game, [ani]))
    asyncio.run(store.games.begin_year(game, 1))
    asyncio.run(store.games.decide(game, ani, Turn(1, 1, DATA_FIRST)))
    asyncio.run(store.games.close_year(game, 1, fill))
    assert asyncio.run(store.games.reopen_year(game, 1))
    assert [turn.team for turn in store.games.turns(game)] == [1]
    assert store.games.current().phase == "deciding"


def test_a_forgotten_trainee_leaves_team_and_pen(store):
    ani, budi = people(store, "Ani", "Budi")
    game = begin(store, teams=1)
    asyncio.run(store.games.spread(game, [ani, budi]))
    asyncio.run(store.people.forget(ani))
    assert store.games.teams(game) == [Team(1, None, (budi,))]
    asyncio.run(store.games.begin_year(game, 1))
    assert asyncio.run(store.games.take_pen(game, budi))


def test_a_new_game_ends_the_one_before(store):
    first = begin(store)
    second = begin(store)
    assert store.games.current().id == second
    assert [game.phase for game in store.games.all()] == ["ended", "gathering"]
    assert not asyncio.run(store.games.begin_year(first, 1))


def test_a_year_that_was_open_when_the_game_ended_does_not_count(store):
    (ani,) = people(store, "Ani")
    game = begin(store)
    asyncio.run(store.games.spread(game, [ani]))
    asyncio.run(store.games.begin_year(game, 1))
    asyncio.run(store.games.close_year(game, 1, fill))
    asyncio.run(store.games.begin_year(game, 2))
    asyncio.run(store.games.end(game))
    (ended,) = store.games.all()
    assert (ended.phase, ended.closed_years) == ("ended", 1)
    assert store.games.current() is None


# --- teams that sent nothing


def test_absent_teams_get_the_mean_of_what_was_sent():
    filled = fill([Turn(1, 2, DATA_FIRST), Turn(2, 2, SERVICES), Turn(3, 1, SERVICES)], [3, 4], 2)
    assert [turn.team for turn in filled] == [3, 4]
    assert {turn.filled for turn in filled} == {"average"}
    mean = filled[0].decisions
    assert (mean["services"], mean["data"], mean["pressure"]) == pytest.approx((50, 10, 0.6))
    assert sum(mean[post] for post in ("services", "programmes", "data", "people")) == pytest.approx(100)


@settings(max_examples=30, deadline=None)
@given(st.lists(st.tuples(*[st.integers(1, 16)] * 4), min_size=1, max_size=9))
def test_a_mean_of_any_budgets_can_be_played(budgets):
    """The game refuses budgets that do not make 100; a mean of what the form lets through always does."""
    posts = ("services", "programmes", "data", "people")
    turns = [
        Turn(team, 1, decisions({**dict(zip(posts, budget, strict=True)), "pressure": 0.3, "audit": 0.06}))
        for team, budget in enumerate(budgets, 1)
    ]
    absent = len(turns) + 1
    filled = fill(turns, [absent], 1)
    assert lived(at(1), [*turns, *filled], absent)[0].decisions["pressure"] == pytest.approx(0.3)


def test_when_nobody_sent_teams_go_on_as_last_year_or_as_the_scenario_says():
    one, two = fill([Turn(1, 1, SERVICES)], [1, 2], 2)
    assert (one.decisions, one.filled) == (SERVICES, "last")
    assert (two.decisions, two.filled) == ({}, "standard")
    assert standard(1)["services"] == 45


# --- years and points


def test_years_are_those_of_the_public_game_and_the_open_year_is_not_played():
    turns = [Turn(2, 1, DATA_FIRST), Turn(2, 2, SERVICES), Turn(2, 3, SERVICES)]
    game = AgencyGame.start("agency", seed=7, team=2)
    expected = [game.decide(1, DATA_FIRST), game.decide(2, SERVICES)]
    assert list(lived(at(3, "deciding"), turns, 2)) == expected
    assert len(lived(at(3), turns, 2)) == 3


@pytest.mark.parametrize(
    ("guess", "outcome", "earned"),
    [(100, 100, 10), (97.5, 100, 7.5), (103, 100, 7), (90, 100, 0), (60, 100, 0), (None, 100, 0)],
)
def test_points_go_by_how_near_the_guess_came(guess, outcome, earned):
    assert points(guess, outcome) == pytest.approx(earned)


def test_the_league_ranks_insight_not_achievement_and_shares_equal_ranks():
    """Team 2 expects what happens; team 1 decides better and expects nothing near; team 3 never guessed."""
    teams = [Team(1, None), Team(2, None), Team(3, None)]
    known = lived(at(1), [Turn(2, 1, SERVICES)], 2)[0]
    turns = [
        Turn(1, 1, DATA_FIRST, 10, 10),
        Turn(2, 1, SERVICES, known.reported_total, known.true_total),
        Turn(3, 1, SERVICES, filled="average"),
    ]
    covered = league(at(1), teams, turns)
    assert [(one.team.number, one.rank) for one in covered] == [(2, 1), (1, 2), (3, 2)]
    assert covered[0].truth_points is None
    assert covered[0].total == pytest.approx(10)
    opened = league(at(1, "revealed"), teams, turns)
    assert opened[0].total == pytest.approx(20)


# --- what really happened


def test_gap_of_a_pressed_team_without_checks_is_split_between_gaming_and_data():
    turns = [Turn(1, year, PRESSED) for year in range(1, 6)]
    told = debrief(at(5), 1, lived(at(5), turns, 1))
    assert told.from_gaming > 1
    assert told.from_data > 1
    assert told.from_gaming + told.from_data == pytest.approx(told.last.flattery)
    assert "karena angka dikejar" in told.sentences()[1]


def test_a_team_that_reaches_its_target_honestly_is_not_called_a_gamer():
    turns = [Turn(1, year, SERVICES) for year in range(1, 6)]
    told = debrief(at(5), 1, lived(at(5), turns, 1))
    assert (
        told.sentences()[1]
        == "Hampir seluruh selisih itu datang dari mutu data, bukan dari angka yang dikejar."
    )


def test_checked_teams_with_good_data_report_nearer_to_the_truth():
    pressed = debrief(at(5), 1, lived(at(5), [Turn(1, year, SERVICES) for year in range(1, 6)], 1))
    checked = debrief(at(5), 1, lived(at(5), [Turn(1, year, DATA_FIRST) for year in range(1, 6)], 1))
    assert checked.last.flattery < pressed.last.flattery / 2
    assert checked.quality[1] > checked.quality[0] + 20
    assert "Mutu data naik dari" in checked.sentences()[-1]


def test_luck_of_teams_with_equal_decisions_is_ordinary_nine_times_of_ten():
    turns = [Turn(team, 1, DATA_FIRST) for team in range(1, 41)]
    told = [debrief(at(1), team, lived(at(1), turns, team)) for team in range(1, 41)]
    assert len({one.band for one in told}) == 1
    assert sum(one.luck == "ordinary" for one in told) in range(32, 41)
