"""Kepala Dinas 5 Tahun: years are lived once, decisions are kept, the truth opens at the end."""

from __future__ import annotations

import asyncio
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from labui.agency_year import POSTS, decisions
from labui.opening import simulator
from labui.presenters.comparing import SEED
from labui.presenters.kepala_dinas import YEARS, HeadOfAgency

from kpi_sim.errors import UnknownNameError
from kpi_sim.scenarios.agency_game import AgencyGame

DATA_FIRST = {"services": 40, "programmes": 30, "data": 20, "people": 10}


@pytest.fixture
def head() -> HeadOfAgency:
    return HeadOfAgency()


def live(head: HeadOfAgency, **values: float) -> dict[str, Any]:
    """One more year with these levers; what the page then shows."""
    settled = head.settle(values)
    head.act("live", settled)
    return head.answer(head.settle(values), 10)


@settings(max_examples=60, deadline=None)
@given(st.tuples(st.integers(1, 16), st.integers(0, 16), st.integers(0, 8), st.integers(0, 8)))
def test_posts_always_make_a_hundred(parts: tuple[int, int, int, int]):
    values = {post: 5.0 * part for post, part in zip(POSTS, parts, strict=True)}
    shares = decisions({**values, "pressure": 0.5, "audit": 0.02})
    assert sum(shares[post] for post in POSTS) == pytest.approx(100, abs=1e-6)
    total = sum(values.values())
    assert all(shares[post] == pytest.approx(100 * value / total, abs=0.01) for post, value in values.items())


def test_years_follow_the_public_game(head: HeadOfAgency):
    """The same decisions in the game of the package give the same pages."""
    game = AgencyGame.start(seed=SEED, team=1)
    for year in range(1, YEARS + 1):
        expected = game.decide(year, decisions(head.settle(DATA_FIRST)))
        answer = live(head, **DATA_FIRST)
        reported = np.frombuffer(answer["chart"]["lines"]["series"][1]["values"], "<f4")
        assert reported[year - 1] == pytest.approx(expected.reported_total, rel=1e-6)
        assert np.isnan(reported[year:]).all()
        assert answer["score"]["grade"] == f"{expected.trust:.0f}"


def test_the_truth_stays_closed_until_the_fifth_year(head: HeadOfAgency):
    for year in range(1, YEARS):
        answer = live(head)
        assert answer["result"] is None
        assert {line["name"] for line in answer["chart"]["lines"]["series"]} == {"tim lain", "laporan Anda"}
        assert {row[-1] for row in answer["table"]()["rows"]} == {"tertutup"}, year
    answer = live(head)
    assert answer["turn"] == {"label": "Main lagi", "over": True}
    assert answer["chart"]["lines"]["series"][2]["name"] == "sebenarnya"
    assert answer["headline"].startswith("yang sebenarnya; laporan menyebut")
    assert answer["result"] == pytest.approx(head.game.results[-1].reported_total)


def test_a_sixth_year_cannot_be_lived(head: HeadOfAgency):
    for _ in range(YEARS + 2):
        live(head)
    assert len(head.game.results) == YEARS


def test_better_data_first_look_worse_and_end_honest(head: HeadOfAgency):
    """Reference pedagogy M9: data bought in year 1 lower the report of year 2 and help the years after.

    Means over other teams with the same decisions, so that luck does not decide.
    """

    def teams(**values: float) -> tuple[float, float]:
        other = HeadOfAgency()
        policy = other._policy([], other.settle(values))
        from kpi_sim import replicate

        found = replicate(policy, replications=100, seed=1)
        second = found.metric("iku_achievement", period="Tahun 2", reported=True)[0].mean()
        return float(second), float(found.metric("flattery", period="Tahun 5")[0].mean())

    usual, early = teams(), teams(**DATA_FIRST)
    assert early[0] < usual[0]
    assert early[1] < usual[1]


def test_a_new_game_has_other_luck_and_an_empty_past(head: HeadOfAgency):
    first = live(head)["big"]
    head.act("restart", head.settle({}))
    assert head.answer(head.settle({}), 10)["big"] == "–"
    assert live(head)["big"] != first


def test_every_turn_is_a_question_of_its_own(head: HeadOfAgency):
    turns = set()
    for _ in range(YEARS):
        turns.add(head.settle({})["turn"])
        live(head)
    head.act("restart", head.settle({}))
    turns.add(head.settle({})["turn"])
    assert len(turns) == YEARS + 1


def test_an_unknown_step_is_refused(head: HeadOfAgency):
    with pytest.raises(UnknownNameError, match="Maksud Anda"):
        head.act("lives", head.settle({}))


def test_the_widget_lives_a_year_when_the_browser_asks():
    async def play() -> list[str]:
        widget = simulator("kepala-dinas")
        said = []
        for seq, act in enumerate([None, "live", None, "live", "restart"], 1):
            widget.choice = {"seq": seq, "values": {"data": 20.0}, "act": act}
            said.append(widget.answer["turn"]["label"])
        assert widget.error == {}
        widget.choice = {"seq": 9, "values": {}, "act": "mundur"}
        assert widget.error["what"].startswith("Langkah permainan")
        widget.close()
        return said

    assert asyncio.run(play()) == [f"Jalani tahun ke-{year}" for year in (1, 2, 2, 3, 1)]
