"""Opening a simulator: one that was made beforehand is used once, and faults stay until the next move."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys

import pytest
from labui import opening
from labui.assets import ON_OUR_PAGE

from workshop import paths
from workshop.simulators import PRELOAD


def test_a_prepared_simulator_says_the_same_and_is_used_once():
    plain = opening.simulator("skor")
    opening.prepare("skor")
    prepared, second = opening.simulator("skor"), opening.simulator("skor")
    assert prepared.spec == plain.spec == second.spec
    assert prepared.answer == plain.answer == second.answer
    assert prepared._presenter is not second._presenter
    for widget in (plain, prepared, second):
        widget.close()


@pytest.mark.parametrize("name", opening.SIMULATORS)
def test_the_last_rung_is_what_the_page_calls_the_best_answer(name: str):
    made, ladder = opening.presenter(name), opening.SIMULATORS[name][2]
    made.spec()
    assert made.answer(made.settle({}), ladder[0])["total"] == ladder[-1]


def test_what_kernels_are_forked_from_has_every_simulator_and_one_thread():
    """A process with threads cannot be forked safely; a simulator missing there would open slowly."""
    code = (
        "import importlib, os, sys\n"
        "for name in sys.argv[1:]: importlib.import_module(name)\n"
        "from labui import opening\n"
        "print(len(os.listdir('/proc/self/task')), set(opening._prepared) == set(opening.SIMULATORS), 'matplotlib' in sys.modules)"
    )
    env = {
        **os.environ,
        "PYTHONPATH": os.pathsep.join([str(paths.ROOT), str(paths.COURSE)]),
        "OPENBLAS_NUM_THREADS": "1",
    }
    told = subprocess.run(
        [sys.executable, "-c", code, *PRELOAD], env=env, capture_output=True, text=True, check=True
    )
    assert told.stdout.split() == ["1", "True", "False"]


def test_a_fault_is_not_wiped_away_by_a_better_answer_to_the_question_before():
    async def play() -> tuple[dict, int]:
        widget = opening.simulator("permainan")
        try:
            widget.choice = {"seq": 1, "values": {"pressure": 0.85}}
            widget.choice = {"seq": 2, "values": {"pressure": 99.0}}
            fault, shown = widget.error, widget.answer["replications"]
            assert "di luar yang mungkin" in fault["what"]
            for _ in range(40):  # twice as long as refining waits for the finger to rest
                await asyncio.sleep(0.02)
            assert widget.error == fault and widget.answer["replications"] == shown
            widget.choice = {"seq": 3, "values": {"pressure": 0.8}}
            return widget.error, widget.answer["seq"]
        finally:
            widget.close()

    assert asyncio.run(play()) == ({}, 3)


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="limits of data are Linux's")
@pytest.mark.parametrize(("page", "told"), [("1", "refused"), ("", "taken")])
def test_the_process_of_a_page_has_an_end_to_its_memory_and_a_notebook_has_none_of_ours(page: str, told: str):
    code = (
        "from labui import opening\n"
        "for name in ('skor', 'loket'): opening.simulator(name)\n"
        "try: room = bytearray(opening.ROOM + 2**28)\n"
        "except MemoryError: print('refused')\n"
        "else: print('taken')"
    )
    env = {
        **os.environ,
        "PYTHONPATH": os.pathsep.join([str(paths.ROOT), str(paths.COURSE)]),
        ON_OUR_PAGE: page,
    }
    run = subprocess.run([sys.executable, "-c", code], env=env, capture_output=True, text=True, check=True)
    assert run.stdout.strip() == told


def test_the_table_comes_with_a_better_answer_and_belongs_to_it():
    async def play() -> None:
        widget = opening.simulator("permainan")
        try:
            widget.choice = {"seq": 1, "values": {"pressure": 0.85}}
            assert widget.answer["seq"] == 1
            assert widget.table == {}
            async with asyncio.timeout(30):
                while not widget.table:
                    await asyncio.sleep(0.02)
            reached = widget.answer["replications"]
            assert reached > 10
            presenter = widget._presenter
            expected = presenter.answer(presenter.settle({"pressure": 0.85}), reached)["table"]()
            assert widget.table == expected | {"seq": 1}
            widget.choice = {"seq": 2, "values": {"pressure": 0.8}}
            assert (widget.answer["seq"], widget.table["seq"]) == (2, 1)
            widget.choice = {"seq": 3, "values": {"pressure": 0.85}}  # known with its table
            assert (widget.answer["seq"], widget.table["seq"]) == (3, 3)
        finally:
            widget.close()

    asyncio.run(play())


@pytest.mark.parametrize("name", ["permainan", "skor"])
def test_where_nothing_better_will_come_the_table_comes_at_once(name: str):
    widget = opening.simulator(name)
    assert widget.table["rows"]
    assert "table" not in widget.answer
    widget.close()
