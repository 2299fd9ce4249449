"""Simulator Loket without a browser: what it says agrees with the scenario it stands on."""

from __future__ import annotations

import asyncio
import re

import numpy as np
import pytest
from labui.opening import simulator
from labui.presenters.comparing import Change, Runs, became, percent, rose, signed
from labui.presenters.loket import DAYS, EDGES, SHARE, Loket

from kpi_sim import compare, load_scenario, replicate


@pytest.fixture(scope="module")
def loket() -> Loket:
    return Loket()


def numbers(raw: bytes) -> np.ndarray:
    return np.frombuffer(raw, dtype="<f4")


def test_levers_start_at_the_scenarios_own_values(loket: Loket):
    values = load_scenario("services").values
    assert {lever.id: lever.now for lever in loket.levers} == {
        lever.id: values[lever.id] for lever in loket.levers
    }
    assert len(loket.levers) == 5


def test_without_a_move_choice_and_now_are_the_same(loket: Loket):
    answer = loket.answer(loket.settle({}), 10)
    assert answer["chart"]["same"] is True
    assert answer["chart"]["chosen"] == answer["chart"]["base"]
    assert answer["headline"].endswith("menit sekarang")


def test_every_bar_counts_the_people_of_a_day(loket: Loket):
    answer = loket.answer(loket.settle({"arrival_level": 1.5}), 10)
    runs = Runs(loket.scenario, loket.scenario.replace({"arrival_level": 1.5}), 10)
    served = runs.means("served_per_day")
    assert numbers(answer["chart"]["base"]).sum() == pytest.approx(served[0], rel=1e-5)
    assert numbers(answer["chart"]["chosen"]).sum() == pytest.approx(served[1], rel=1e-5)
    assert len(numbers(answer["chart"]["chosen"])) == len(EDGES) - 1


def test_bars_left_of_the_standard_are_the_share_within_it(loket: Loket):
    """The hatched part of the picture and the big number must say the same."""
    values = loket.settle({"stage.verification.servers": 3})
    answer = loket.answer(values, 40)
    bars = numbers(answer["chart"]["chosen"])
    within = bars[EDGES[1:] <= loket.standard].sum() / bars.sum() * 100
    assert within == pytest.approx(answer["result"], abs=0.15)


def test_the_difference_and_its_interval_are_those_of_the_experiment(loket: Loket):
    chosen = loket.scenario.replace({"online_share": 0.5})
    (expected,) = compare(replicate([loket.scenario, chosen], replications=40, seed=2026), SHARE)
    detail = loket.answer(loket.settle({"online_share": 0.5}), 40)["detail"]
    assert detail[1][0] == f"{signed(expected.difference)} poin"
    assert f"{signed(expected.low)} sampai {signed(expected.high)}" in detail[2][0]


def test_the_interval_shrinks_while_refining(loket: Loket):
    def width(replications: int) -> float:
        found = Runs(
            loket.scenario, loket.scenario.replace({"stage.signing.servers": 2}), replications
        ).change(SHARE)
        return found.high - found.low

    assert width(200) < width(10) / 3


def test_more_staff_at_the_bottleneck_helps_more_than_at_the_counter(loket: Loket):
    """The surprise of the lesson: the queue stands at the next desk."""

    def share(**values: float) -> float:
        return float(loket.answer(loket.settle(values), 40)["result"])

    now = share()
    counter = share(**{"stage.counter.servers": 3})
    verification = share(**{"stage.verification.servers": 3})
    assert verification - now > 4 * abs(counter - now)
    assert share(arrival_level=1.3) < now - 10


def test_words_name_what_was_moved(loket: Loket):
    one = loket.answer(loket.settle({"stage.verification.servers": 3}), 10)["chart"]["labels"]
    assert one == {"chosen": "3 petugas verifikasi", "base": "2 petugas verifikasi"}
    many = {"stage.counter.servers": 3, "online_share": 0.5, "arrival_level": 1.5}
    assert (
        loket.answer(loket.settle(many), 10)["chart"]["labels"]["chosen"]
        == "3 petugas loket, 50\u00a0% daring, …"
    )


def test_the_table_tells_now_choice_difference_and_interval(loket: Loket):
    table = loket.answer(loket.settle({"stage.signing.servers": 2}), 10)["table"]()
    assert table["head"] == ["Ukuran", "Sekarang", "Pilihan", "Selisih", "Kisaran 95\u00a0%"]
    assert all(len(row) == 5 and all(row) for row in table["rows"])
    assert f"{10 * DAYS} hari" in table["caption"]


def test_assumptions_list_every_parameter_with_its_source(loket: Loket):
    rows = loket.spec()["assumptions"]
    assert len(rows) == len(load_scenario("services").parameters)
    assert all(row["value"] and row["source"] and row["kind"] for row in rows)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (Change(58, 79, 21, 18, 24), "naik dari 58\u00a0%"),
        (Change(81, 60, -21, -24, -18), "turun dari 81\u00a0%"),
        (Change(58, 60, 2, -1, 5), "hampir sama dengan sekarang"),
        (Change(78, 95, 17, -0.4, 34.8), "belum pasti beda dari 78\u00a0%"),
        (Change(58.1, 58.3, 0.2, 0.1, 0.3), "hampir sama dengan sekarang"),
    ],
)
def test_rising_is_only_said_when_it_can_be_told_apart_and_seen(change: Change, words: str):
    assert rose(change, percent) == words


def test_signs_and_unchanged_values():
    assert [signed(value) for value in (2.14, -0.4, 0.04, -0.04)] == ["+2,1", "\u22120,4", "0,0", "0,0"]
    assert became((4.9, 4.9), percent) == "tetap 5\u00a0%"
    assert became((4.9, 1.0), percent) == "turun dari 5\u00a0% menjadi 1\u00a0%"


def test_the_widget_refines_by_itself_and_a_new_move_takes_over():
    """In a kernel there is an event loop; the better answers arrive through it."""

    async def play() -> list[tuple[int, int]]:
        widget = simulator("loket")
        seen: list[tuple[int, int]] = []
        widget.observe(
            lambda change: seen.append((change["new"]["seq"], change["new"]["replications"])), "answer"
        )
        widget.choice = {"seq": 1, "values": {"stage.counter.servers": 4}}
        widget.choice = {"seq": 2, "values": {"stage.verification.servers": 3}}
        async with asyncio.timeout(60):
            while not seen or seen[-1][1] < 200:
                await asyncio.sleep(0.02)
        widget.close()
        return seen

    seen = asyncio.run(play())
    assert seen[:2] == [(1, 10), (2, 10)]
    assert [n for seq, n in seen if seq == 2] == [10, 40, 100, 200]
    assert [n for seq, n in seen if seq == 1] == [10]


def test_no_sentence_is_too_long(loket: Loket):
    for values in ({}, {"stage.counter.servers": 3}, {"arrival_level": 2.0}):
        answer = loket.answer(loket.settle(values), 10)
        for sentence in [*answer["meaning"], answer["headline"]]:
            assert len(re.findall(r"\w+", sentence)) <= 25, sentence
